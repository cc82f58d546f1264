"""A test that fails when the order list sends queries for each order."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from examples.db.n_plus_one.after import order_list
from examples.db.shop.engine import open_engine
from examples.db.shop.seed import SHOP
from examples.harness import Bench


@contextmanager
def sent_by(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine sends."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_twenty_orders_cost_as_many_queries_as_two(bench: Bench) -> None:
    counts = []
    with open_engine(bench.postgres(SHOP)) as engine:
        for limit in (2, 20):
            with Session(engine) as session, sent_by(engine) as statements:
                order_list(session, limit)
            counts.append(len(statements))
    assert counts == [2, 2]
