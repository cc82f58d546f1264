"""Batches that are empty, large, or hold a bad row, and what triggers, ids and conflicts make of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import Connection
from psycopg.errors import CardinalityViolation, CheckViolation
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError
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
)
from examples.db.batch_insert.models import StoredReading
from examples.db.batch_insert.on_error import store_good
from examples.db.batch_insert.seed import TABLE, Reading, readings
from examples.db.shop.engine import open_engine
from examples.harness import Bench, Database

PLAIN = (before, after, after_values, after_unnest, after_copy)
WITH_IDS = (before_sqlalchemy, after_sqlalchemy, after_bulk)


@pytest.fixture
def database(bench: Bench) -> Database:
    """An empty table of readings."""
    return bench.postgres(TABLE)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection[Any]]:
    """A connection on which each statement outside of a transaction is its own."""
    with Connection.connect(database.url(), autocommit=True) as connection:
        yield connection


def stored(connection: Connection[Any]) -> list[tuple[Any, ...]]:
    """All readings in the order of their ids; the table is empty afterwards."""
    query = "SELECT sensor_id, taken_at, celsius FROM reading ORDER BY id"
    found = connection.execute(query).fetchall()
    connection.execute("TRUNCATE reading")
    return found


@pytest.mark.parametrize("number", [0, 1, 1001])
def test_every_way_stores_the_same_rows_in_the_same_order(
    database: Database, connection: Connection[Any], number: int
) -> None:
    rows = readings(number)
    for variant in PLAIN:
        variant.store(connection, rows)
        assert stored(connection) == rows
    with open_engine(database) as engine:
        for variant in WITH_IDS:
            with Session(engine) as session:
                ids = variant.store(session, rows)
            assert ids == list(range(ids[0], ids[0] + number)) if ids else not number
            assert stored(connection) == rows


def with_a_bad_row() -> list[Reading]:
    """Ten readings, of which the seventh is colder than possible."""
    rows = list(readings(10))
    rows[6] = rows[6]._replace(celsius=-300.0)
    return rows


@pytest.mark.parametrize("variant", PLAIN)
def test_one_bad_row_keeps_the_batch_out_and_the_connection_usable(
    connection: Connection[Any], variant: Any
) -> None:
    with pytest.raises(CheckViolation) as caught:
        variant.store(connection, with_a_bad_row())
    assert "-300" in (caught.value.diag.message_detail or "")
    in_copy = "COPY reading, line 7" in (caught.value.diag.context or "")
    assert in_copy == (variant is after_copy)
    assert stored(connection) == []


@pytest.mark.parametrize("variant", WITH_IDS)
def test_one_bad_object_keeps_the_batch_out(
    database: Database, connection: Connection[Any], variant: Any
) -> None:
    with open_engine(database) as engine, Session(engine) as session:
        with pytest.raises(IntegrityError):
            variant.store(session, with_a_bad_row())
        assert stored(connection) == []
        assert len(variant.store(session, readings(3))) == 3


def test_halving_finds_the_bad_rows_and_keeps_the_good(connection: Connection[Any]) -> None:
    rows = [row._replace(celsius=-300.0) if at in (0, 6, 9) else row for at, row in enumerate(readings(10))]
    with connection.transaction():
        assert store_good(connection, rows) == [rows[0], rows[6], rows[9]]
    assert stored(connection) == [row for at, row in enumerate(rows) if at not in (0, 6, 9)]


def test_what_fails_in_python_in_the_middle_of_a_copy_stores_nothing(connection: Connection[Any]) -> None:
    rows: Any = [*readings(3), (1, "not a time", object())]
    with pytest.raises(psycopg.ProgrammingError):
        after_copy.store(connection, rows)
    assert stored(connection) == []


def test_copy_can_pass_over_what_has_no_such_type_but_not_over_a_constraint(
    connection: Connection[Any],
) -> None:
    lenient = "COPY reading (sensor_id, taken_at, celsius) FROM STDIN (ON_ERROR ignore)"
    with connection.cursor() as cursor, cursor.copy(lenient) as copy:
        copy.write("1\t2026-01-01 00:00+00\t20\nx\t2026-01-01 00:00+00\t20\n")
    assert len(stored(connection)) == 1
    with pytest.raises(CheckViolation), connection.cursor() as cursor, cursor.copy(lenient) as copy:
        copy.write("1\t2026-01-01 00:00+00\t-300\n")
    assert stored(connection) == []


def test_a_statement_has_no_room_for_more_than_65535_parameters(connection: Connection[Any]) -> None:
    rows = readings(after_values.MOST + 1)
    after_values.store(connection, rows)
    assert len(stored(connection)) == len(rows)
    statement = after_values.INSERT + psycopg.sql.SQL(", ").join([after_values.ROW] * len(rows))
    with pytest.raises(psycopg.OperationalError, match="65535"):
        connection.execute(statement, [value for row in rows for value in row])


@pytest.mark.parametrize(("number", "statements"), [(1000, 1), (2500, 3)])
def test_objects_added_in_a_loop_and_committed_once_are_batched_already(
    database: Database, number: int, statements: int
) -> None:
    sent: list[str] = []
    with open_engine(database) as engine, Session(engine) as session:
        event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
        for row in readings(number):
            session.add(StoredReading(**row._asdict()))
        session.commit()
    assert len(sent) == statements


def test_an_empty_list_is_a_row_of_defaults_to_sqlalchemy(database: Database) -> None:
    with (
        open_engine(database) as engine,
        Session(engine) as session,
        pytest.raises(IntegrityError, match="null value"),
    ):
        session.execute(insert(StoredReading), [])


def test_ids_come_in_the_order_of_the_rows(connection: Connection[Any]) -> None:
    rows = readings(200)
    with connection.cursor() as cursor:
        cursor.executemany(after.INSERT + " RETURNING sensor_id, id", rows, returning=True)
        piped = [answer for result in cursor.results() for answer in result.fetchall()]
    at_once = connection.execute(
        after_unnest.INSERT + " RETURNING sensor_id, id", [list(column) for column in zip(*rows, strict=True)]
    ).fetchall()
    for answers in (piped, at_once):
        sensors, ids = zip(*answers, strict=True)
        assert sensors == tuple(row.sensor_id for row in rows)
        assert list(ids) == sorted(ids)


TRIGGERS = """
    CREATE TABLE fired (level text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO fired VALUES (TG_LEVEL); RETURN NULL; END $$;
    CREATE TRIGGER each_row AFTER INSERT ON reading FOR EACH ROW EXECUTE FUNCTION note();
    CREATE TRIGGER each_statement AFTER INSERT ON reading FOR EACH STATEMENT EXECUTE FUNCTION note();
"""


def test_row_triggers_fire_for_each_row_and_statement_triggers_for_each_statement(
    connection: Connection[Any],
) -> None:
    connection.execute(TRIGGERS)
    for variant in PLAIN:
        variant.store(connection, readings(10))
        fired = dict(connection.execute("SELECT level, count(*) FROM fired GROUP BY level").fetchall())
        assert fired == {"ROW": 10, "STATEMENT": 10 if variant in (before, after) else 1}
        connection.execute("TRUNCATE fired")


def test_a_key_that_comes_twice_is_refused_only_by_one_statement(connection: Connection[Any]) -> None:
    connection.execute("CREATE UNIQUE INDEX ON reading (sensor_id)")
    latest = " ON CONFLICT (sensor_id) DO UPDATE SET celsius = EXCLUDED.celsius"
    rows = readings(80)  # each of forty sensors twice
    with connection.cursor() as cursor:
        cursor.executemany(after.INSERT + latest, rows)
    assert sorted(row[2] for row in stored(connection)) == [row.celsius for row in rows[40:]]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with pytest.raises(CardinalityViolation):
        connection.execute(after_unnest.INSERT + latest, columns)
    connection.execute(after_unnest.INSERT + " ON CONFLICT DO NOTHING", columns)
    assert len(stored(connection)) == 40
