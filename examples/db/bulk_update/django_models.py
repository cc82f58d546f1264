"""The table of products as a Django model."""

# mypy: disable-error-code="misc"

from __future__ import annotations

from django.db import models

from examples.db.shop.django_settings import configure

configure()


class Product(models.Model):
    """What a supplier sells; prices are in cents."""

    id = models.IntegerField(primary_key=True)
    supplier_id = models.IntegerField()
    name = models.TextField()
    price_cents = models.IntegerField()
    stock = models.IntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "products"
        db_table = "product"
        managed = False
