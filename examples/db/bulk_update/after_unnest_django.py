"""Send two columns, which PostgreSQL joins to the table, over Django's connection."""

# --8<-- [start:main]
from collections.abc import Mapping

from django.db import connection

UPDATE = """
    UPDATE product
    SET price_cents = new.cents, changed_at = now()
    FROM unnest(%s::int[], %s::int[]) AS new (id, cents)
    WHERE product.id = new.id
      AND product.price_cents IS DISTINCT FROM new.cents
"""


def set_prices(prices: Mapping[int, int]) -> None:
    """Take over a supplier's prices, in cents by product."""
    columns = [list(prices), list(prices.values())]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, columns)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.django_models import Product
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(PRODUCTS)):
        set_prices({7: 1_250, 8: 990})
        changed = Product.objects.filter(pk__in=(7, 8, 9)).order_by("pk")
        print(list(changed.values_list("price_cents", flat=True)))
        #> [1250, 990, 189]
