"""What PostgreSQL does for the orders of one day, of a hundred thousand, in one process."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.explain_analyze import after, before
from examples.db.explain_analyze.seed import last_day, orders
from examples.db.shop.engine import open_engine
from examples.harness import demo

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) "
ALONE = "SET max_parallel_workers_per_gather = 0"
NUMBER = 100_000

if __name__ == "__main__":
    with demo() as bench, open_engine(bench.postgres(orders(NUMBER))) as engine:

        @event.listens_for(engine, "before_cursor_execute")
        def show(_: object, cursor: Any, query: str, values: Any, *__: object) -> None:
            with cursor.connection.cursor() as other:
                other.execute(ALONE)
                other.execute(EXPLAIN + query, values)  # brings the blocks into memory
                print(*(f"  {line}" for (line,) in other.execute(EXPLAIN + query, values)), sep="\n")

        for variant in (before, after):
            print(variant.__name__.rpartition(".")[2])
            with Session(engine) as session:
                variant.orders_on(session, last_day(NUMBER))
