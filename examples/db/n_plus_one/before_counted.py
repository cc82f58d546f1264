"""Find lazy loads: count equal statements, then forbid the loads."""

from collections import Counter

from sqlalchemy import event, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, raiseload

from examples.db.n_plus_one.before import order_list
from examples.db.shop.engine import open_engine
from examples.db.shop.models import Order
from examples.db.shop.seed import SHOP
from examples.harness import demo

if __name__ == "__main__":
    with demo() as bench, open_engine(bench.postgres(SHOP)) as engine:
        sent: Counter[str] = Counter()

        @event.listens_for(engine, "before_cursor_execute")
        def note(*arguments: object) -> None:
            statement = str(arguments[2])
            sent[" ".join(statement.partition("FROM")[2].split())] += 1

        with Session(engine) as session:
            order_list(session, limit=20)
        # --8<-- [start:counted]
        for rest, times in sent.most_common():
            print(times, "FROM", rest.partition(" ORDER BY")[0])
            #> 20 FROM customer WHERE customer.id = %(pk_1)s::INTEGER
            #> 20 FROM order_line WHERE %(param_1)s::INTEGER = order_line.order_id
            #> 1 FROM orders
        # --8<-- [end:counted]

        with Session(engine) as session:
            strict = select(Order).limit(1).options(raiseload("*"))
            order = session.scalars(strict).one()
            try:
                print(order.customer.name)
            except InvalidRequestError as error:
                print(error)
                #> 'Order.customer' is not available due to lazy='raise'
