"""One collection, joined or not; and a few large parents that many rows share."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from examples.db.eager_strategy.models import Message
from examples.db.shop.models import Order

ORDERS = select(Order).order_by(Order.placed_at.desc())
MESSAGES = select(Message).order_by(Message.sent_at.desc())


def lines_joined(session: Session, limit: int) -> list[int]:
    """One query; each line brings its order again."""
    newest = ORDERS.limit(limit).options(joinedload(Order.lines))
    return [len(order.lines) for order in session.scalars(newest).unique()]


def lines_selected(session: Session, limit: int) -> list[int]:
    """Two queries."""
    newest = ORDERS.limit(limit).options(selectinload(Order.lines))
    return [len(order.lines) for order in session.scalars(newest)]


def templates_selected(session: Session, limit: int) -> list[str]:
    """Two queries; each template comes once."""
    newest = MESSAGES.limit(limit).options(selectinload(Message.template))
    return [message.template.body for message in session.scalars(newest)]


def templates_joined(session: Session, limit: int) -> list[str]:
    """One query; each message brings its template again."""
    newest = MESSAGES.limit(limit).options(joinedload(Message.template))
    return [message.template.body for message in session.scalars(newest)]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.eager_strategy.models import MAILED
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(MAILED)) as session:
        print(lines_joined(session, limit=5))
        #> [2, 1, 0, 6, 5]
        session.expunge_all()
        print(sum(map(len, templates_selected(session, limit=5))))
        #> 101495
