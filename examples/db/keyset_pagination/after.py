"""Read the page that comes after the last row seen."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import cursors
from examples.db.shop.models import Order


def order_page(
    session: Session,
    cursor: str,
) -> tuple[Sequence[Order], str]:
    """One page of the newest orders, and the cursor of the next."""
    newest_first = Order.placed_at.desc(), Order.id.desc()
    page = select(Order).order_by(*newest_first).limit(cursors.PAGE)
    if cursor:
        last = cursors.read(cursor)
        page = page.where(tuple_(Order.placed_at, Order.id) < last)
    orders = session.scalars(page).all()
    return orders, cursors.after(orders) or cursor


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.keyset_pagination.seed import FEW
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(FEW)) as session:
        cursor = ""
        for _ in range(3):
            orders, cursor = order_page(session, cursor)
            print(orders[0].id, "to", orders[-1].id, "next:", cursor)
            #> 1000 to 951 next: 2026-01-01T03:57:00+00:00_951
            #> 950 to 901 next: 2026-01-01T03:45:00+00:00_901
            #> 900 to 851 next: 2026-01-01T03:32:00+00:00_851
