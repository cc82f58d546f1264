"""What the page on the size of pools says of waiting, cancellation, failures, and full servers."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from examples.db.pool_size import after, after_default, before, find_it, trouble
from examples.db.pool_size.service import burst, figure
from examples.db.pool_size.when_not import names
from examples.db.shop.seed import SHOP
from examples.harness import Bench
from tests.examples.files import said


def test_what_the_page_shows_of_trouble_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(trouble.main(bench.postgres(SHOP).url("postgresql+psycopg")))
    assert capsys.readouterr().out.splitlines() == said(trouble)


def test_who_looks_sees_who_waits_in_the_pool_and_who_on_the_server(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(find_it.look(after, bench.postgres(SHOP).url("postgresql+psycopg"), 6))
    printed = capsys.readouterr().out
    assert "4 lent, 2 requests wait" in printed and "4 active, Lock" in printed


def test_every_size_answers_alike_also_for_nobody(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    async def answers(engine: AsyncEngine) -> list[list[object]]:
        found = [await burst(engine, request, count) for request in (figure, names) for count in (0, 7)]
        await engine.dispose()
        return found

    found = [bench.run(answers(version.open_engine(url))) for version in (before, after, after_default)]
    assert found[0] == found[1] == found[2]
    assert [len(answer) for answer in found[0]] == [0, 7, 0, 7]


def test_requests_that_fail_or_go_away_leave_the_whole_pool_to_the_others(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    async def fails(engine: AsyncEngine, _: int) -> None:
        async with engine.connect() as connection:
            await connection.exec_driver_sql("SELECT * FROM no_such_table")

    async def main() -> tuple[int, int]:
        engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=5)
        async with engine.connect():
            waiting = asyncio.create_task(names(engine, 1))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        with pytest.raises(DBAPIError, match="no_such_table"):
            await fails(engine, 1)
        answers = await burst(engine, names, 3)
        lent = int(engine.pool.checkedout())  # type: ignore[attr-defined]
        await engine.dispose()
        return len(answers), lent

    assert bench.run(main()) == (3, 0)


def test_who_waits_longest_for_a_connection_gets_the_next_one(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    async def order() -> list[int]:
        engine = create_async_engine(url, pool_size=1, max_overflow=0)
        served: list[int] = []

        async def ask(number: int) -> None:
            async with engine.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")
                served.append(number)

        await asyncio.gather(*map(ask, range(8)))
        await engine.dispose()
        return served

    assert bench.run(order()) == list(range(8))
