"""Tests that fail when twenty rows wait for the database more often than two."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, Cursor
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from examples.db.batch_insert.after import store
from examples.db.batch_insert.after_sqlalchemy import store as store_objects
from examples.db.batch_insert.seed import TABLE, readings
from examples.db.shop.engine import open_engine
from examples.harness import Bench


class Counting(Cursor[Any]):
    """A cursor that counts how often somebody waits for `execute`, over all cursors."""

    executed = 0

    def execute(self, *arguments: Any, **options: Any) -> "Counting":
        """Count, and execute."""
        Counting.executed += 1
        super().execute(*arguments, **options)
        return self


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


def test_twenty_rows_wait_as_often_as_two(bench: Bench) -> None:
    url, counts = bench.postgres(TABLE).url(), []
    with Connection.connect(url, cursor_factory=Counting) as connection:
        for number in (2, 20):
            Counting.executed = 0
            store(connection, readings(number))
            counts.append(Counting.executed)
    assert counts[0] == counts[1]


def test_twenty_objects_are_as_many_statements_as_two(bench: Bench) -> None:
    counts = []
    with open_engine(bench.postgres(TABLE)) as engine:
        for number in (2, 20):
            with Session(engine) as session, sent_by(engine) as statements:
                assert len(store_objects(session, readings(number))) == number
            counts.append(len(statements))
    assert counts[0] == counts[1]
