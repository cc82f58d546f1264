"""Read the page that comes after the last row seen."""

# --8<-- [start:main]
from collections.abc import Sequence

from django.db.models import Q

from examples.db.keyset_pagination import cursors
from examples.db.shop.django_models import Order


def order_page(cursor: str) -> tuple[Sequence[Order], str]:
    """One page of the newest orders, and the cursor of the next."""
    newest = Order.objects.order_by("-placed_at", "-id")
    if cursor:
        placed_at, number = cursors.read(cursor)
        newest = newest.filter(
            Q(placed_at__lt=placed_at) | Q(id__lt=number),
            placed_at__lte=placed_at,  # what the index can use
        )
    orders = list(newest[: cursors.PAGE])
    return orders, cursors.after(orders) or cursor


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.keyset_pagination.seed import FEW
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(FEW)):
        cursor = ""
        for _ in range(3):
            orders, cursor = order_page(cursor)
            print(orders[0].id, "to", orders[-1].id, "next:", cursor)
            #> 1000 to 951 next: 2026-01-01T03:57:00+00:00_951
            #> 950 to 901 next: 2026-01-01T03:45:00+00:00_901
            #> 900 to 851 next: 2026-01-01T03:32:00+00:00_851
