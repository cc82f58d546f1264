"""List orders with their customers; a second query fetches the customers."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from examples.db.shop.models import Order


def order_list(session: Session, limit: int) -> list[tuple[int, str]]:
    """The newest orders: id and customer."""
    newest = (
        select(Order)
        .options(selectinload(Order.customer))
        .order_by(Order.placed_at.desc())
        .limit(limit)
    )
    orders = session.scalars(newest)
    return [(order.id, order.customer.name) for order in orders]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.engine import open_session
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(SHOP)) as session:
        print(order_list(session, limit=3))
        #> [(10000, 'Customer 1'), (9999, 'Customer 2082'), (9998, 'Customer 4163')]
