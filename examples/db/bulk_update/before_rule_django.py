"""Load the products to compute their new prices in Python, and save each."""

# --8<-- [start:main]
from django.db import transaction

from examples.db.bulk_update.django_models import Product


def raise_prices(supplier: int, cents: int) -> None:
    """A supplier's products all become dearer by so many cents."""
    with transaction.atomic():
        for product in Product.objects.filter(supplier_id=supplier):
            product.price_cents += cents
            product.save()


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(PRODUCTS)):
        raise_prices(supplier=50, cents=30)
        changed = Product.objects.filter(pk__in=(1, 2, 51)).order_by("pk")
        print(list(changed.values_list("price_cents", flat=True)))
        #> [109, 149, 639]
