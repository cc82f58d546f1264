"""What a joined collection does to the rest of a statement: LIMIT, WHERE, FOR UPDATE, streaming."""

import warnings

from sqlalchemy import Select, create_engine, exc, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from examples.db.shop.models import Order, OrderLine
from examples.db.shop.seed import SHOP
from examples.harness import demo

NEWEST = select(Order).order_by(Order.placed_at.desc())
JOINED = NEWEST.options(joinedload(Order.lines))
SELECTED = NEWEST.options(selectinload(Order.lines))
BY_HAND = NEWEST.join(Order.lines).options(contains_eager(Order.lines))


def ask(session: Session, statement: Select[Order], *, unique: bool = True) -> str:
    """How many orders come, or what is said instead."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            result = session.scalars(statement)
            orders = list(result.unique() if unique else result)
        except exc.DBAPIError as error:
            session.rollback()
            return str(error.orig).partition("\n")[0]
        except exc.InvalidRequestError as error:
            return str(error).partition(",")[0]
    said = [f"warning: {str(one.message).partition(' between')[0]}" for one in warned]
    return ", ".join([f"orders: {len(orders)}", *said])


# --8<-- [start:main]
def main(session: Session) -> None:
    print(ask(session, JOINED.limit(3), unique=False))
    #> The unique() method must be invoked on this Result
    print(ask(session, JOINED.limit(3)))
    #> orders: 3
    print(ask(session, BY_HAND.limit(3)))
    #> orders: 2
    print(ask(session, JOINED.where(OrderLine.quantity > 3).limit(3)))
    #> orders: 1, warning: SELECT statement has a cartesian product
    print(ask(session, JOINED.limit(3).with_for_update()))
    #> FOR UPDATE cannot be applied to the nullable side of an outer join
    print(ask(session, SELECTED.limit(3).with_for_update()))
    #> orders: 3
    print(ask(session, JOINED.limit(3).execution_options(yield_per=2)))
    #> Can't use yield_per with eager loaders that require uniquing or row buffering
    print(ask(session, SELECTED.limit(3).execution_options(yield_per=2), unique=False))
    #> orders: 3


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        engine = create_engine(bench.postgres(SHOP).url("postgresql+psycopg"))
        with Session(engine) as session:
            main(session)
        engine.dispose()
