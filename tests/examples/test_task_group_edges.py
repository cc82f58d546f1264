"""What the page on task groups says of errors, cancellation, empty input and lost connections."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from types import ModuleType
from typing import Any

import aiohttp
import httpx
import pytest

from examples.async_.task_group import (
    after,
    after_httpx,
    before,
    before_httpx,
    on_cancel,
    on_error,
    when_not,
)
from examples.async_.task_group.workload import until_nothing_runs
from examples.harness import Bench
from examples.harness.services.shared import Services
from tests.examples.files import said

UNKNOWN = -1


@pytest.mark.parametrize("version", [before, after])
def test_prices_with_aiohttp_at_the_edges(version: ModuleType, bench: Bench) -> None:
    async def edges(url: str) -> None:
        async with aiohttp.ClientSession(url) as session:
            assert await version.prices(session, []) == []
            assert await version.prices(session, [2, 2, 1]) == [200, 200, 100]
            for items in ([UNKNOWN], [1, UNKNOWN, 2], [UNKNOWN] * 3):
                with pytest.raises(aiohttp.ClientResponseError, match="404"):
                    await version.prices(session, items)
                await until_nothing_runs()

    bench.run(edges(bench.upstream()))


@pytest.mark.parametrize("version", [before_httpx, after_httpx])
def test_prices_with_httpx_at_the_edges(version: ModuleType, bench: Bench) -> None:
    async def edges(url: str) -> None:
        async with httpx.AsyncClient(base_url=url) as client:
            assert await version.prices(client, []) == []
            assert await version.prices(client, [2, 2, 1]) == [200, 200, 100]
            for items in ([UNKNOWN], [1, UNKNOWN, 2], [UNKNOWN] * 3):
                with pytest.raises(httpx.HTTPStatusError, match="404"):
                    await version.prices(client, items)
                await until_nothing_runs()

    bench.run(edges(bench.upstream()))


@pytest.mark.parametrize("version", [after, after_httpx])
def test_a_cancelled_caller_leaves_no_call_behind(version: ModuleType, bench: Bench) -> None:
    async def cancelled(url: str) -> int:
        opened: Any = aiohttp.ClientSession(url) if version is after else httpx.AsyncClient(base_url=url)
        async with opened as client:
            caller = asyncio.create_task(version.prices(client, range(100)))
            await asyncio.sleep(0.02)
            caller.cancel()
            with pytest.raises(asyncio.CancelledError):
                await caller
            return len(asyncio.all_tasks()) - 1

    assert bench.run(cancelled(bench.upstream())) == 0


def test_the_error_that_is_raised_has_no_cycle_of_causes(bench: Bench) -> None:
    async def raised(url: str) -> BaseException:
        async with aiohttp.ClientSession(url) as session:
            with pytest.raises(aiohttp.ClientResponseError) as info:
                await after.prices(session, [1, UNKNOWN])
            return info.value

    error = bench.run(raised(bench.upstream()))
    assert error.__cause__ is None
    assert error.__suppress_context__  # the context is the group, which holds the error


def test_workers_that_stop_cost_the_client_no_connection(bench: Bench) -> None:
    async def fail_often(url: str) -> list[int]:
        limits = httpx.Limits(max_connections=5)
        async with httpx.AsyncClient(base_url=url, limits=limits) as client:
            for _ in range(20):
                with pytest.raises(httpx.HTTPStatusError, match="404"):
                    await after_httpx.prices(client, [1, 2, UNKNOWN, *range(10)])
            return await after_httpx.prices(client, range(10))

    assert bench.run(fail_often(bench.upstream())) == [100 * item for item in range(10)]


def test_aiohttp_opens_a_new_connection_in_place_of_one_whose_call_was_cancelled(services: Services) -> None:
    async def opened(bench: Bench, url: str) -> list[int]:
        sent = asyncio.Event()

        async def note(*_: object) -> None:
            sent.set()

        async def slow(session: aiohttp.ClientSession) -> None:
            async with session.get("/slow?ms=9000"):
                pass

        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(note)
        connector = aiohttp.TCPConnector(limit=1)
        async with aiohttp.ClientSession(url, connector=connector, trace_configs=[trace]) as session:
            counts = []
            for cancel in (False, True):
                await after.prices(session, [1])
                bench.reset_counts()
                if cancel:
                    sent.clear()
                    call = asyncio.create_task(slow(session))
                    await sent.wait()
                    call.cancel()
                    await asyncio.wait([call])
                assert await after.prices(session, [1, 2]) == [100, 200]
                counts.append(bench.counts()["connections"])
            return counts

    with Bench(services, counting=True) as bench:
        assert bench.run(opened(bench, bench.upstream())) == [0, 1]


def test_partial_answers_do_not_hide_other_errors(bench: Bench) -> None:
    async def refused() -> None:
        async with aiohttp.ClientSession("http://127.0.0.1:9") as session:
            assert await when_not.known_prices(session, []) == {}
            with pytest.raises(aiohttp.ClientConnectionError):
                await when_not.known_prices(session, [1, 2])

    bench.run(refused())


async def lost_cancellation() -> str:
    """Cancel a task while its failed group waits for a task that cleans up."""

    async def slow_to_close() -> None:
        await on_cancel.call([], "slow", 5)

    async def caller() -> str:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(slow_to_close())
                group.create_task(on_cancel.fails())
        except* LookupError:
            pass
        await asyncio.sleep(0)
        return "went on"

    task = asyncio.create_task(caller())
    await on_error.turns(4)
    task.cancel()
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else task.result()


def test_a_cancellation_during_the_end_of_a_failed_group_is_lost_before_python_3_13() -> None:
    expected = "cancelled" if sys.version_info >= (3, 13) else "went on"
    assert asyncio.run(lost_cancellation()) == expected


def test_two_that_fail_in_the_same_turn_are_both_in_the_group() -> None:
    async def both() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(on_cancel.fails())
            group.create_task(on_cancel.fails())

    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(both())
    assert len(raised.value.exceptions) == 2


@pytest.mark.parametrize("script", [on_error, on_cancel])
def test_what_the_page_shows_is_what_happens(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    main: Callable[[], Coroutine[Any, Any, None]] = script.main
    asyncio.run(main())
    assert capsys.readouterr().out.splitlines() == said(script)
