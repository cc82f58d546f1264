"""Update all products together, with what save() would have set."""

# --8<-- [start:main]
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from examples.db.bulk_update.django_models import Product

BATCH = 200  # rows: the statement gets slower with their square


def set_prices(prices: Mapping[int, int]) -> None:
    """Take over a supplier's prices, in cents by product."""
    with transaction.atomic():
        products = Product.objects.filter(pk__in=prices)
        now = timezone.now()
        for product in products:
            product.price_cents = prices[product.pk]
            product.changed_at = now  # auto_now is for save()
        fields = ["price_cents", "changed_at"]
        Product.objects.bulk_update(products, fields, BATCH)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(PRODUCTS)):
        set_prices({7: 1_250, 8: 990})
        changed = Product.objects.filter(pk__in=(7, 8, 9)).order_by("pk")
        print(list(changed.values_list("price_cents", flat=True)))
        #> [1250, 990, 189]
