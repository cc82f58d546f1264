"""What the page on the size of pools says of waiting, cancellation, failures, and full servers."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from examples.db.pool_size import after, after_default, before, find_it, trouble
from examples.db.pool_size.service import Burst, beside, burst, figure, in_use, lent
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
    assert "2 lent, 4 requests wait" in printed and "2 active, Lock" in printed


def test_every_size_answers_alike_also_for_nobody(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    async def answers(engine: AsyncEngine) -> list[list[object]]:
        found = [await burst([engine], request, count) for request in (figure, names) for count in (0, 7)]
        await engine.dispose()
        return [one.answers for one in found]

    found = [bench.run(answers(version.open_engine(url))) for version in (before, after, after_default)]
    assert found[0] == found[1] == found[2]
    assert [len(answer) for answer in found[0]] == [0, 7, 0, 7]


def test_requests_that_are_answered_together_all_wait_at_half_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_async_engine(bench.postgres(SHOP).url("postgresql+psycopg"))
    together = asyncio.Barrier(6)
    seconds = 0

    async def arrives(_: AsyncEngine, number: int) -> int:
        nonlocal seconds
        await together.wait()
        seconds = 1
        return number

    async def main() -> Burst:
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: seconds)
        return await burst([engine], arrives, 6)

    found = bench.run(main())
    assert (found.answers, found.connections, found.waiting) == (list(range(6)), 0, 6)


def test_the_other_service_asks_as_long_as_the_burst_lasts_also_when_that_fails(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    async def main() -> tuple[list[object], int, int]:
        engine, other = (create_async_engine(url, pool_size=2, max_overflow=0) for _ in range(2))
        busy: list[int] = []

        async def looks(_: AsyncEngine, number: int) -> object:
            answer = await names(engine, number)
            busy.append(lent(other))
            return answer

        found = await beside(other, 2, burst([engine], looks, 3))
        with pytest.raises(ExceptionGroup, match="unhandled errors"):
            await beside(other, 2, burst([engine], fails, 3))
        left = lent(other)
        await engine.dispose()
        await other.dispose()
        return found.answers, max(busy), left

    answers, most, left = bench.run(main())
    assert (len(answers), most, left) == (3, 2, 0)


@pytest.mark.parametrize(("processes", "connections"), [(1, 4), (2, 4), (3, 3), (4, 4)])
def test_all_processes_together_keep_the_budget(
    processes: int, connections: int, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(after, "PROCESSES", processes)
    url = bench.postgres(SHOP).url("postgresql+psycopg")
    engines = [after.open_engine(url) for _ in range(processes)]

    async def taken() -> int:
        found = await burst(engines, names, 3 * after.BUDGET)
        for engine in engines:
            await engine.dispose()
        return found.connections

    assert bench.run(taken()) == connections <= after.BUDGET


def test_more_processes_than_connections_do_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(after, "PROCESSES", after.BUDGET + 1)
    with pytest.raises(ValueError, match=r"5 processes cannot share 4 connections: .*fewer.*BUDGET.*pooler"):
        after.open_engine("postgresql+psycopg://localhost/shop")


def test_a_pool_of_none_has_no_limit(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")
    engine = create_async_engine(url, pool_size=0, max_overflow=0)
    assert bench.run(in_use(engine, 6)) == 6


async def fails(engine: AsyncEngine, _: int) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql("SELECT * FROM no_such_table")


def test_requests_that_fail_or_go_away_leave_the_whole_pool_to_the_others(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")

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
        found = await burst([engine], names, 3)
        left = lent(engine)
        await engine.dispose()
        return len(found.answers), left

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
