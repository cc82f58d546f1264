"""Connections that are shared, lost, left in a state, or not to be had."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from itertools import count
from types import ModuleType
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from examples.db.connection_per_task import after as own
from examples.db.connection_per_task import before as shared
from examples.db.connection_per_task import in_turn, sharing
from examples.db.connection_per_task.databases import WAITING, opened
from examples.db.connection_pool import after, after_pre_ping, before, forked, trouble
from examples.db.shop.seed import SHOP
from examples.harness import Bench
from tests.command import ROOT
from tests.examples.files import said

ADD: LiteralString = "UPDATE customer SET city = 'Here' WHERE id <= %(to)s RETURNING id"
VERSIONS = [before, after, after_pre_ping]
REFUSED = "SELECT * FROM no_such_table"


def test_what_the_pages_show_of_trouble_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble.main(bench.postgres(SHOP).url("postgresql+psycopg"))
    assert capsys.readouterr().out.splitlines() == said(trouble)
    bench.run(sharing.main(bench.postgres(SHOP).url("postgresql+psycopg")))
    assert capsys.readouterr().out.splitlines() == said(sharing)


def test_a_forked_child_shares_its_parents_connection_unless_it_forgets_it(bench: Bench) -> None:
    """In a process of its own: this one has threads, which a fork would leave behind."""
    code = f"from {forked.__name__} import main; main({bench.postgres(SHOP).url('postgresql+psycopg')!r})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == said(forked)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda module: module.__name__)
def test_every_version_commits_what_it_writes_and_survives_what_it_refuses(
    bench: Bench, version: ModuleType
) -> None:
    database = version.Database(bench.postgres(SHOP).url())
    try:
        assert sorted(database.rows(ADD, to=3)) == [(1,), (2,), (3,)]
        with pytest.raises((psycopg.Error, DBAPIError), match="no_such_table"):
            database.rows(REFUSED)
        assert database.rows("SELECT id FROM customer WHERE id = %(id)s", id=0) == []
        assert database.rows("SELECT count(*) FROM customer WHERE city = 'Here'") == [(3,)]
    finally:
        database.close()


def test_a_connection_that_goes_back_without_a_commit_loses_what_was_written(bench: Bench) -> None:
    """The page's first risk: what `with psycopg.connect()` would have kept."""
    engine = create_engine(bench.postgres(SHOP).url("postgresql+psycopg"))
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE customer SET city = 'Here' WHERE id = 1")
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM customer WHERE city = 'Here'").scalar()
    engine.dispose()
    assert kept == 0


def test_a_restart_costs_one_query_of_a_process_and_none_with_a_test_before(bench: Bench) -> None:
    url = bench.postgres(SHOP).url()
    for version, failures in ((after, 1), (after_pre_ping, 0)):
        database = version.Database(url)
        # Two connections are open when the server ends them; the first failure clears the pool of both.
        with database.pool.connect(), database.pool.connect():
            pass
        assert database.pool.pool.checkedin() == 2
        trouble.end_sessions(url)
        failed = 0
        for _ in range(3):
            try:
                database.rows("SELECT 1")
            except DBAPIError:
                failed += 1
        database.close()
        assert failed == failures


async def answers(
    url: str, version: ModuleType, cities: list[str], pool_size: int = 5
) -> tuple[list[int], int]:
    """The revenues, and how many connections are still on loan."""
    on_loan = 0

    def lent(*_: object) -> None:
        nonlocal on_loan
        on_loan += 1

    def returned(*_: object) -> None:
        nonlocal on_loan
        on_loan -= 1

    async with opened(url, pool_size=pool_size, max_overflow=0) as sessions:
        engine = sessions.kw["bind"].sync_engine
        event.listen(engine, "checkout", lent)
        event.listen(engine, "checkin", returned)
        found = await version.revenues(sessions, cities)
        return found, on_loan


def test_every_version_answers_alike_also_for_nothing_and_from_a_pool_of_one(bench: Bench) -> None:
    url = bench.postgres(WAITING).url("postgresql+psycopg")
    cities = ["City 3", "nowhere", "City 1", "City 3", "", "City 2"]
    expected = bench.run(answers(url, in_turn, cities))
    assert len(expected[0]) == len(cities) and expected[0][1] == 0
    for version in (shared, own):
        assert bench.run(answers(url, version, [])) == ([], 0)
        assert bench.run(answers(url, version, cities)) == expected
        assert bench.run(answers(url, version, cities, pool_size=1)) == expected


def test_an_error_is_raised_as_it_is_and_every_connection_goes_back(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")  # has no function `revenue`

    async def fail() -> int:
        async with opened(url, pool_size=2, max_overflow=0) as sessions:
            for _ in range(3):
                with pytest.raises(DBAPIError, match="revenue"):
                    await own.revenues(sessions, ["City 1", "City 2", "City 3"])
            return int(sessions.kw["bind"].pool.checkedout())

    assert bench.run(fail()) == 0


def test_a_caller_that_is_cancelled_leaves_no_query_and_no_loan_behind(bench: Bench) -> None:
    url = bench.postgres(WAITING).url("postgresql+psycopg")

    async def cancelled(sessions: async_sessionmaker[AsyncSession]) -> tuple[int, int]:
        engine = sessions.kw["bind"]
        pool, four_ask, asked = engine.pool, asyncio.Event(), count(1)

        @event.listens_for(engine.sync_engine, "before_cursor_execute")
        def note(*_: object) -> None:
            if next(asked) == 4:
                four_ask.set()

        caller = asyncio.create_task(own.revenues(sessions, [f"City {number}" for number in range(8)]))
        await four_ask.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        return len(asyncio.all_tasks()) - 1, pool.checkedout()

    async def main() -> None:
        async with opened(url) as sessions:
            assert await cancelled(sessions) == (0, 0)
            assert await own.revenues(sessions, ["City 1"]) == await shared.revenues(sessions, ["City 1"])

    bench.run(main())


def test_tasks_that_share_a_session_have_one_connection_and_tasks_with_their_own_have_four(
    bench: Bench,
) -> None:
    url = bench.postgres(WAITING).url("postgresql+psycopg")

    async def opened_by(version: ModuleType) -> int:
        engine = create_async_engine(url)
        async with engine.connect():
            pass
        await version.revenues(async_sessionmaker(engine), [f"City {number}" for number in range(8)])
        most = int(engine.pool.checkedin())  # type: ignore[attr-defined]
        await engine.dispose()
        return most

    assert [bench.run(opened_by(version)) for version in (shared, in_turn, own)] == [1, 1, 4]
