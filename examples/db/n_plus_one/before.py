"""List the newest orders; the loop loads a customer and the lines of each."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session

from examples.db.shop.models import Order


def order_list(session: Session, limit: int) -> list[dict[str, object]]:
    """The newest orders as an order page or an API shows them."""
    newest = select(Order).order_by(Order.placed_at.desc()).limit(limit)
    return [
        {
            "id": order.id,
            "customer": order.customer.name,  # a query
            "items": [
                f"{line.quantity} x {line.product}"
                for line in order.lines  # another query
            ],
        }
        for order in session.scalars(newest)
    ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.engine import open_session
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(SHOP)) as session:
        for order in order_list(session, limit=3):
            print(*order.values())
            #> 10000 Customer 1 ['2 x Product 17', '3 x Product 34']
            #> 9999 Customer 2082 ['1 x Product 486']
            #> 9998 Customer 4163 []
