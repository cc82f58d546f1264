"""The web shop's tables as Django models."""

from __future__ import annotations

from django.db import models

from examples.db.shop.django_settings import configure

configure()


class Customer(models.Model):
    """Somebody who has placed an order."""

    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    email = models.TextField()
    city = models.TextField()

    class Meta:
        app_label = "shop"
        db_table = "customer"
        managed = False


class Order(models.Model):
    """One customer's order of any number of lines, none included."""

    id = models.IntegerField(primary_key=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    placed_at = models.DateTimeField()

    class Meta:
        app_label = "shop"
        db_table = "orders"
        managed = False


class OrderLine(models.Model):
    """So many of one product in an order; prices are in cents."""

    id = models.AutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.TextField()
    quantity = models.IntegerField()
    price_cents = models.IntegerField()
    description = models.TextField()

    class Meta:
        app_label = "shop"
        db_table = "order_line"
        managed = False
        ordering = ("id",)
