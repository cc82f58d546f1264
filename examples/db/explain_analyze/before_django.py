"""Compare the date of each order with a day."""

# --8<-- [start:main]
from datetime import date

from django.db.models import Count

from examples.db.shop.django_models import Order


def orders_on(day: date) -> tuple[int, int]:
    """How many orders a day has here, of how many customers."""
    found = Order.objects.filter(placed_at__date=day).aggregate(
        orders=Count("id"),
        customers=Count("customer", distinct=True),
    )
    return found["orders"], found["customers"]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.explain_analyze.seed import FEW
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(FEW)):
        print(orders_on(date(2026, 1, 5)))
        #> (1440, 1440)
