"""Compare with the last row seen in two steps, which the index cannot use."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import cursors
from examples.db.shop.models import Order


def order_page(session: Session, cursor: str) -> tuple[Sequence[Order], str]:
    """One page of the newest orders, and the cursor of the next."""
    newest = select(Order).order_by(Order.placed_at.desc(), Order.id.desc())
    if cursor:
        placed_at, number = cursors.read(cursor)
        newest = newest.where(
            or_(
                Order.placed_at < placed_at,
                and_(Order.placed_at == placed_at, Order.id < number),
            )
        )
    orders = session.scalars(newest.limit(cursors.PAGE)).all()
    return orders, cursors.after(orders) or cursor


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.keyset_pagination.seed import FEW
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(FEW)) as session:
        cursor = ""
        for _ in range(2):
            orders, cursor = order_page(session, cursor)
            print(orders[0].id, "to", orders[-1].id, "next:", cursor)
            #> 1000 to 951 next: 2026-01-01T03:57:00+00:00_951
            #> 950 to 901 next: 2026-01-01T03:45:00+00:00_901
