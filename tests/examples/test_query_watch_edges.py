"""What a count of queries makes of errors, of many rows at once, and of two requests at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.db import connection
from django.db.utils import ProgrammingError as DjangoError
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import Bench
from examples.profile.queries import (
    after,
    after_django,
    after_slow_log,
    after_unwatched,
    before,
    before_django,
)

WATCHES = [before, after, after_slow_log, after_unwatched]


@pytest.fixture
def engine(bench: Bench) -> Iterator[Engine]:
    with open_engine(bench.postgres()) as engine:
        engine.connect().close()  # the first one asks for the server's version
        yield engine


def times(report: list[str], what: str) -> list[int]:
    """How often each statement of a grouped report that says `what` was sent."""
    return [int(line.partition("×")[0]) for line in report if what in line]


@pytest.mark.parametrize("watch", WATCHES)
def test_an_error_passes_and_the_watch_ends(watch: ModuleType, engine: Engine) -> None:
    with (
        pytest.raises(ProgrammingError, match="no_such_table"),
        watch.watched(engine),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT * FROM no_such_table"))
    assert not engine.dispatch.before_cursor_execute
    assert not engine.dispatch.after_cursor_execute


def test_a_request_that_fails_still_has_its_report(engine: Engine) -> None:
    with after.watched(engine) as report, engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(ProgrammingError):
            connection.execute(text("SELECT * FROM no_such_table"))
    assert times(report, "SELECT 1") == [1]
    assert not times(report, "no_such_table")


def test_many_rows_in_one_call_are_one(engine: Engine) -> None:
    with after.watched(engine) as report, engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words text)"))
        connection.execute(text("INSERT INTO note VALUES (:words)"), [{"words": str(n)} for n in range(9)])
    assert times(report, "INSERT") == [1]


def test_values_do_not_make_two_statements_of_one_but_literals_do(engine: Engine) -> None:
    with after.watched(engine) as report, engine.connect() as connection:
        for number in range(3):
            connection.execute(text("SELECT CAST(:number AS int)"), {"number": number})
            connection.execute(text(f"SELECT {number}"))
    assert times(report, "CAST") == [3]
    assert sorted(times(report, "SELECT ")) == [1, 1, 1, 3]


def test_an_engine_that_two_requests_share_is_counted_for_both(engine: Engine) -> None:
    with after.watched(engine) as first, engine.connect() as one, engine.connect() as other:
        one.execute(text("SELECT 1"))
        other.execute(text("SELECT 1"))
    assert times(first, "SELECT 1") == [2]


def test_a_query_under_way_when_the_watch_begins_fails() -> None:
    """What the page says of an engine that several requests share: here the query itself begins the watch."""
    watch = after.watched(engine := create_engine("sqlite://"))
    with engine.connect() as connection:
        raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
        raw.create_function("begin_watch", 0, lambda: len(watch.__enter__()))
        with pytest.raises(AttributeError, match="started"):
            connection.execute(text("SELECT begin_watch()"))
        watch.__exit__(None, None, None)
    engine.dispose()


@pytest.mark.parametrize("watch", [before_django, after_django])
def test_django_ends_its_watch_after_an_error(watch: ModuleType, bench: Bench) -> None:
    with connected(bench.postgres()):
        with (
            pytest.raises(DjangoError, match="no_such_table"),
            watch.watched(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM no_such_table")
        assert not connection.execute_wrappers
        assert not connection.force_debug_cursor
