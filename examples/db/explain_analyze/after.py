"""Ask for the orders between two points in time, which the index has side by side."""

# --8<-- [start:main]
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from examples.db.shop.models import Order


def orders_on(session: Session, day: date) -> tuple[int, int]:
    """How many orders a day in UTC has, of how many customers."""
    next_day = day + timedelta(days=1)
    start = datetime.combine(day, time(), UTC)
    end = datetime.combine(next_day, time(), UTC)
    of = func.count(Order.customer_id.distinct())
    found = select(func.count(), of).where(
        Order.placed_at >= start,
        Order.placed_at < end,
    )
    orders, customers = session.execute(found).one()
    return orders, customers


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.explain_analyze.seed import FEW
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(FEW)) as session:
        print(orders_on(session, date(2026, 1, 5)))
        #> (1440, 1440)
