"""Show the total beside each page: counting costs the same however a page is found."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import after, before
from examples.db.shop.models import Order


def by_offset(session: Session, cursor: str) -> tuple[Sequence[Order], int]:
    """The page that comes after so many rows, and how many orders there are."""
    orders, _ = before.order_page(session, cursor)
    return orders, total(session)


def by_key(session: Session, cursor: str) -> tuple[Sequence[Order], int]:
    """The page that comes after the last row seen, and how many orders there are."""
    orders, _ = after.order_page(session, cursor)
    return orders, total(session)


def total(session: Session) -> int:
    """What "page 7 of 20,000" needs: PostgreSQL visits every row."""
    return session.scalar(select(func.count()).select_from(Order)) or 0


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.keyset_pagination.seed import FEW
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(FEW)) as session:
        orders, number = by_offset(session, "100")
        print(orders[0].id, "of", number)
        #> 900 of 1000
