"""Tests that fail when the orders of one day cost a look at all orders."""

from datetime import date
from typing import Any

from django.db import connection
from psycopg import Connection
from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.explain_analyze.after import orders_on
from examples.db.explain_analyze.after_django import orders_on as django_orders_on
from examples.db.explain_analyze.seed import FEW, ORDERS_A_DAY
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import Bench

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
BLOCKS = "SELECT pg_relation_size('orders') / current_setting('block_size')::int"
DAY = date(2026, 1, 5)


def share(opened: Connection[Any], query: str, values: Any) -> float:
    """The blocks that a query looks at, as a part of the table's."""
    [([answer],)] = opened.execute((EXPLAIN + query).encode(), values)
    [(blocks,)] = opened.execute(BLOCKS)
    plan = answer["Plan"]
    touched: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return touched / int(blocks)


def test_a_day_costs_a_part_of_the_table(bench: Bench) -> None:
    shares: list[float] = []

    def explain(_: object, cursor: Any, query: str, values: Any, *__: object) -> None:
        shares.append(share(cursor.connection, query, values))

    with open_engine(bench.postgres(FEW)) as engine:
        event.listen(engine, "before_cursor_execute", explain)
        with Session(engine) as session:
            assert orders_on(session, DAY)[0] == ORDERS_A_DAY
    assert 0 < sum(shares) < 0.5


def test_a_day_costs_django_a_part_of_the_table(bench: Bench) -> None:
    shares: list[float] = []

    def explain(execute: Any, query: str, values: Any, *rest: Any) -> Any:
        shares.append(share(connection.connection, query, values))
        return execute(query, values, *rest)

    with connected(bench.postgres(FEW)), connection.execute_wrapper(explain):
        assert django_orders_on(DAY)[0] == ORDERS_A_DAY
    assert 0 < sum(shares) < 0.5
