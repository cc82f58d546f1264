"""Ask for the orders between two points in time, which the index has side by side."""

# --8<-- [start:main]
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils.timezone import make_aware

from examples.db.shop.django_models import Order


def orders_on(day: date) -> tuple[int, int]:
    """How many orders a day has here, of how many customers."""
    next_day = day + timedelta(days=1)
    start = make_aware(datetime.combine(day, time()))
    end = make_aware(datetime.combine(next_day, time()))
    found = Order.objects.filter(
        placed_at__gte=start,
        placed_at__lt=end,
    ).aggregate(
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
