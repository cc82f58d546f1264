"""Read the page that comes after so many rows."""

# --8<-- [start:main]
from collections.abc import Sequence

from examples.db.keyset_pagination import cursors
from examples.db.shop.django_models import Order


def order_page(cursor: str) -> tuple[Sequence[Order], str]:
    """One page of the newest orders, and the cursor of the next."""
    skipped = int(cursor or 0)
    newest = Order.objects.order_by("-placed_at", "-id")
    orders = list(newest[skipped : skipped + cursors.PAGE])
    return orders, str(skipped + len(orders))


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
            #> 1000 to 951 next: 50
            #> 950 to 901 next: 100
            #> 900 to 851 next: 150
