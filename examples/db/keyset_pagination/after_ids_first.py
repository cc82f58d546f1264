"""Skip rows in the index alone, and fetch only those of the page."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import cursors
from examples.db.shop.models import Order


def order_page(session: Session, cursor: str) -> tuple[Sequence[Order], str]:
    """One page of the newest orders, and the cursor of the next."""
    skipped = int(cursor or 0)
    newest = Order.placed_at.desc(), Order.id.desc()
    ids = select(Order.id).order_by(*newest).offset(skipped).limit(cursors.PAGE)
    page = select(Order).where(Order.id.in_(ids)).order_by(*newest)
    orders = session.scalars(page).all()
    return orders, str(skipped + len(orders))


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
            #> 1000 to 951 next: 50
            #> 950 to 901 next: 100
