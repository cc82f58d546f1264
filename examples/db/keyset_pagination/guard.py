"""Tests that fail when a later page costs more than the first, or shows a row again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from examples.db.keyset_pagination.after import order_page
from examples.db.keyset_pagination.seed import FEW
from examples.db.shop.engine import open_engine, open_session
from examples.db.shop.models import Order
from examples.harness import Bench


def rows_read(node: dict[str, Any]) -> float:
    """The rows that the scans in a plan take from tables and indexes, used or not."""
    rows = sum(map(rows_read, node.get("Plans", [])))
    if "Relation Name" in node:
        taken = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        rows += taken * node["Actual Loops"]
    return float(rows)


def explained(engine: Engine, cursor: str) -> tuple[float, str]:
    """The rows that the query for a page reads, and the cursor of the next page."""
    read: list[float] = []

    def explain(
        connection: Connection, _: object, query: str, values: Any, *__: object
    ) -> None:
        if query.startswith("SELECT"):
            query = f"EXPLAIN (ANALYZE, FORMAT JSON) {query}"
            [(plan,)] = connection.exec_driver_sql(query, values)
            read.append(rows_read(plan[0]["Plan"]))

    event.listen(engine, "before_cursor_execute", explain)
    with Session(engine) as session:
        _, cursor = order_page(session, cursor)
    event.remove(engine, "before_cursor_execute", explain)
    return sum(read), cursor


def test_the_tenth_page_reads_as_many_rows_as_the_second(bench: Bench) -> None:
    read, cursor = [], ""
    with open_engine(bench.postgres(FEW)) as engine:
        for _ in range(10):
            rows, cursor = explained(engine, cursor)
            read.append(rows)
    assert read[0] > 0
    assert read[9] == read[1]


def test_an_order_that_comes_in_between_pages_shows_none_twice(bench: Bench) -> None:
    with open_session(bench.postgres(FEW)) as session:
        first, cursor = order_page(session, "")
        seen = {order.id for order in first}
        newer = first[0].placed_at + timedelta(minutes=1)
        session.add(Order(id=1_001, customer_id=7, placed_at=newer))
        second, _ = order_page(session, cursor)
        assert not seen & {order.id for order in second}
