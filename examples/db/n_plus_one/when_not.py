"""List orders and show the items of few: eager loading brings lines nobody reads."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from examples.db.shop.models import Order

NEWEST = (
    select(Order).options(joinedload(Order.customer)).order_by(Order.placed_at.desc())
)


def lazy(session: Session, limit: int, every: int) -> list[object]:
    """One query, and one more for each order that is unfolded."""
    orders = session.scalars(NEWEST.limit(limit))
    return [
        entry(order, position % every == 0) for position, order in enumerate(orders)
    ]


def eager(session: Session, limit: int, every: int) -> list[object]:
    """Two queries, and the lines of all orders."""
    orders = session.scalars(NEWEST.limit(limit).options(selectinload(Order.lines)))
    return [
        entry(order, position % every == 0) for position, order in enumerate(orders)
    ]


def entry(order: Order, unfolded: bool) -> object:
    """What the list shows of one order."""
    if not unfolded:
        return order.customer.name
    return order.customer.name, [line.product for line in order.lines]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.engine import open_session
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(SHOP)) as session:
        for shown in lazy(session, limit=3, every=10):
            print(shown)
            #> ('Customer 1', ['Product 17', 'Product 34'])
            #> Customer 2082
            #> Customer 4163
