"""The catalogue's products as a Django model."""

from django.db import models

from examples.db.shop.django_settings import configure

configure()


class Product(models.Model):  # type: ignore[misc]  # Django carries no types
    """Something for sale; the description is HTML, prices are in cents."""

    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    price_cents = models.IntegerField()
    in_stock = models.BooleanField()
    updated_at = models.DateTimeField()
    description = models.TextField()
    data_sheet = models.JSONField()

    class Meta:
        app_label = "shop"
        db_table = "product"
        managed = False
