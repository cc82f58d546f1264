"""Batches of sensor readings, stored in one transaction each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlalchemy.orm import Session

from examples.db.batch_insert import (
    after,
    after_bulk,
    after_copy,
    after_sqlalchemy,
    after_unnest,
    after_values,
    before,
    before_sqlalchemy,
    when_not,
)
from examples.db.batch_insert.seed import TABLE, readings
from examples.db.shop.engine import open_engine
from examples.harness import (
    QUERIES,
    ROUND_TRIPS,
    ROWS,
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

TIMES = 20
"""How many times larger the batches are that only the batch methods store."""


@contextmanager
def psycopg(bench: Bench, size: int, times: int = 1) -> Iterator[Call]:
    """One open connection, as from a pool."""
    rows = readings(size * times)
    database = bench.postgres(TABLE)
    with Connection.connect(database.url()) as connection:
        yield checked(database, "reading", lambda variant: variant.store(connection, rows))


@contextmanager
def sqlalchemy(bench: Bench, size: int) -> Iterator[Call]:
    """A session of its own for each call, on a pooled connection."""
    rows = readings(size)
    database = bench.postgres(TABLE)
    with open_engine(database) as engine:

        def call(variant: Variant) -> object:
            with Session(engine) as session:
                ids = variant.store(session, rows)
            return [number - ids[0] for number in ids]

        yield checked(database, "reading", call)


@contextmanager
def archived(bench: Bench, size: int) -> Iterator[Call]:
    """Readings that are stored already are copied to another table."""
    database = bench.postgres(TABLE)
    with Connection.connect(database.url()) as connection:
        connection.execute("CREATE TABLE archive (LIKE reading INCLUDING ALL)")
        after_copy.store(connection, readings(size))
        connection.commit()
        yield checked(database, "archive", lambda variant: variant(connection))


def checked(database: Database, table: str, call: Call) -> Call:
    """A variant's first call answers with what it has stored, too."""
    name = Identifier(table)
    read = SQL("SELECT sensor_id, taken_at, celsius FROM {} ORDER BY id").format(name)
    called: set[Variant] = set()

    def checking(variant: Variant) -> object:
        if variant in called:
            return call(variant)
        called.add(variant)
        with Connection.connect(database.url(), autocommit=True) as connection:
            connection.execute(SQL("TRUNCATE {}").format(name))
            return call(variant), connection.execute(read).fetchall()

    return checking


def stored(variant: str, size: int) -> Mapping[Quantity, int]:
    """BEGIN and COMMIT are two round trips; COPY waits twice, to be let in and for the end."""
    queries = size if variant in ("before", "after") else 1
    trips = {"before": size, "COPY": 2}.get(variant, 1)
    return {QUERIES: queries, ROUND_TRIPS: trips + 2}


def flushed(variant: str, size: int) -> Mapping[Quantity, int]:
    """SQLAlchemy puts up to a thousand rows into one statement, and each gives its id."""
    queries = size if variant == "before" else 1
    return {QUERIES: queries, ROUND_TRIPS: queries + 2, ROWS: size}


def copied(variant: str, size: int) -> Mapping[Quantity, int]:
    """The rows travel twice, or not at all."""
    if variant == "before":
        return {QUERIES: 1, ROUND_TRIPS: 3, ROWS: 0}
    return {QUERIES: 2, ROUND_TRIPS: 5, ROWS: size}


WORKLOAD = Workload(
    cases={
        "psycopg": Case(
            before=before,
            after=after,
            setup=psycopg,
            expected=stored,
            alternatives={"VALUES": after_values, "UNNEST": after_unnest, "COPY": after_copy},
        ),
        "SQLAlchemy": Case(
            before=before_sqlalchemy,
            after=after_sqlalchemy,
            setup=sqlalchemy,
            expected=flushed,
            alternatives={"dictionaries": after_bulk},
        ),
        "twenty times as many rows": Case(
            before=after,
            after=after_copy,
            setup=partial(psycopg, times=TIMES),
            alternatives={"VALUES": after_values, "UNNEST": after_unnest},
        ),
    },
    when_not={
        "rows that are in the database": Case(
            before=when_not.in_the_database,
            after=when_not.through_python,
            setup=archived,
            expected=copied,
        ),
    },
    sizes=(1, 10, 100, 500),
    size_unit="rows",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why=(
            "What one message, one upload or one page of somebody's API brings, "
            "stored in a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
