"""List orders; a query each for the customers, the lines and the mails."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from examples.db.eager_strategy.models import Order


def order_list(session: Session, limit: int) -> list[list[str]]:
    """The newest orders: customer, products, mails."""
    newest = (
        select(Order)
        .options(
            selectinload(Order.customer),
            selectinload(Order.lines),
            selectinload(Order.messages),
        )
        .order_by(Order.placed_at.desc())
        .limit(limit)
    )
    return [
        [
            order.customer.name,
            *[line.product for line in order.lines],
            *[mail.subject for mail in order.messages],
        ]
        for order in session.scalars(newest)
    ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.eager_strategy.models import MAILED
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(MAILED)) as session:
        for customer, *rest in order_list(session, limit=2):
            print(customer, len(rest), rest[:2])
            #> Customer 1 6 ['Product 17', 'Product 34']
            #> Customer 2082 9 ['Product 486', 'Message 1 about order 9999']
