"""Orders of one day, in tables of ten thousand to a million orders."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.explain_analyze import after, after_django, before, before_django, when_not
from examples.db.explain_analyze.seed import last_day, orders
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.db.shop.plans import blocks, explained
from examples.harness import (
    Bench,
    Call,
    Case,
    Database,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

BLOCKS = Quantity("blocks", "blocks touched", "integer", exact=True)

OF_A_DAY = 15
"""Eight or nine blocks of the table, and the index from its root to the leaves of the day."""

HELPERS = "ALTER DATABASE {} SET max_parallel_workers_per_gather = {}"

WARM = """
    SET enable_seqscan = off;
    SET enable_bitmapscan = off;
    SELECT count(customer_id) FROM orders WHERE placed_at > '-infinity'
"""
"""Brings all blocks of a new copy into PostgreSQL's own memory.

A scan of a table larger than a quarter of that memory leaves most of it outside, however often it runs.
"""


def database(bench: Bench, size: int, helpers: int = 0) -> Database:
    """So many orders in memory; a large scan gets so many other processes to help, if processors are free."""
    made = bench.postgres(orders(size))
    with Connection.connect(made.url(), autocommit=True) as opened:
        opened.execute(SQL(HELPERS).format(Identifier(made.name), helpers))
        if not bench.counting:
            opened.execute(WARM)
    return made


@contextmanager
def sqlalchemy(bench: Bench, size: int, helpers: int = 0) -> Iterator[Call]:
    """A session of its own for each call, on a pooled connection."""
    day = last_day(size)
    with open_engine(database(bench, size, helpers)) as engine:
        if bench.counting:

            @event.listens_for(engine, "before_cursor_execute")
            def count(_: object, cursor: Any, query: str, values: Any, *__: object) -> None:
                bench.count(BLOCKS, blocks(explained(cursor.connection, query, values)))

        def call(variant: Variant) -> object:
            with Session(engine) as session:
                return variant.orders_on(session, day)

        yield call


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    day = last_day(size)

    def count(execute: Any, query: str, values: Any, many: bool, context: Any) -> Any:
        bench.count(BLOCKS, blocks(explained(context["connection"].connection, query, values)))
        return execute(query, values, many, context)

    def call(variant: Variant) -> object:
        if not bench.counting:
            return variant.orders_on(day)
        with connection.execute_wrapper(count):
            return variant.orders_on(day)

    with connected(database(bench, size)):
        yield call


@contextmanager
def explaining(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection."""
    with Connection.connect(database(bench, size).url(), autocommit=True) as opened:
        yield lambda variant: variant(opened)


def touched(variant: str, size: int) -> Mapping[Quantity, int]:
    """All blocks of the table; or those of one day, and those of the index on the way there."""
    table = -(-size // 185)  # orders in a block
    return {BLOCKS: table if variant == "before" else OF_A_DAY}


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(before=before, after=after, setup=sqlalchemy, expected=touched),
        "Django": Case(before=before_django, after=after_django, setup=django, expected=touched),
    },
    when_not={
        "two processes help": Case(
            before=before,
            after=after,
            setup=partial(sqlalchemy, helpers=2),  # as PostgreSQL is by default
        ),
        "under EXPLAIN ANALYZE": Case(
            before=when_not.plain,
            after=when_not.analyzed,
            alternatives={"TIMING OFF": when_not.counted},
            setup=explaining,
        ),
    },
    sizes=(10_000, 100_000, 1_000_000),
    size_unit="orders",
    reference=Reference(
        size=1_000_000,
        link=Link(rtt_ms=0.5),
        why=(
            "A table that has grown for two years, asked for one day by a dashboard, "
            "in a database on another machine of the same data center."
        ),
    ),
    links=(Link(rtt_ms=0.5),),
)
