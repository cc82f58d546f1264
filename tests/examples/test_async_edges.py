"""The asynchronous rules' versions agree where nothing is asked for, and where something fails."""

from __future__ import annotations

import asyncio
from types import ModuleType

import aiohttp
import httpx
import pytest

from examples.async_.blocking_call import after as async_client
from examples.async_.blocking_call import after_def, after_to_thread
from examples.async_.blocking_call import before as blocking
from examples.async_.serial_await import (
    after,
    after_aiohttp,
    before,
    before_aiohttp,
    on_error,
    when_not,
)
from examples.harness import Bench
from tests.examples.files import said

UNKNOWN = -1


@pytest.mark.parametrize("version", [before, after])
def test_prices_with_httpx_at_the_edges(version: ModuleType, bench: Bench) -> None:
    async def edges(url: str) -> None:
        async with httpx.AsyncClient(base_url=url) as client:
            assert await version.prices(client, []) == []
            assert await version.prices(client, [2, 2, 1]) == [200, 200, 100]
            with pytest.raises(httpx.HTTPStatusError, match="404"):
                await version.prices(client, [1, UNKNOWN, 2])

    bench.run(edges(bench.upstream()))


@pytest.mark.parametrize("version", [before_aiohttp, after_aiohttp])
def test_prices_with_aiohttp_at_the_edges(version: ModuleType, bench: Bench) -> None:
    async def edges(url: str) -> None:
        async with aiohttp.ClientSession(url) as session:
            assert await version.prices(session, []) == []
            assert await version.prices(session, [2, 2, 1]) == [200, 200, 100]
            with pytest.raises(aiohttp.ClientResponseError, match="404"):
                await version.prices(session, [1, UNKNOWN, 2])

    bench.run(edges(bench.upstream()))


def test_a_search_finds_the_first_hit_however_it_asks(bench: Bench) -> None:
    async def searches(url: str) -> None:
        async with httpx.AsyncClient(base_url=url) as client:
            for search in (when_not.ask_in_turn, when_not.ask_all):
                assert await search(client, [UNKNOWN, 7, 8]) == 700
                assert await search(client, [UNKNOWN]) is None
                assert await search(client, []) is None

    bench.run(searches(bench.upstream()))


def test_a_cancelled_caller_leaves_no_call_behind(bench: Bench) -> None:
    async def cancelled(url: str) -> int:
        arrived = asyncio.Event()

        async def sent(_: httpx.Request) -> None:
            arrived.set()

        async with httpx.AsyncClient(base_url=url, event_hooks={"request": [sent]}) as client:
            caller = asyncio.create_task(after.prices(client, [1, 2, 3]))
            await arrived.wait()
            caller.cancel()
            with pytest.raises(asyncio.CancelledError):
                await caller
            return len(asyncio.all_tasks()) - 1

    assert bench.run(cancelled(bench.upstream())) == 0


def test_calls_that_fail_cost_the_client_no_connection(bench: Bench) -> None:
    async def fail_often(url: str) -> list[int]:
        limits = httpx.Limits(max_connections=5)
        async with httpx.AsyncClient(base_url=url, limits=limits) as client:
            for _ in range(20):
                with pytest.raises(httpx.HTTPStatusError, match="404"):
                    await after.prices(client, [1, 2, UNKNOWN, *range(10)])
            return await after.prices(client, range(10))

    assert bench.run(fail_often(bench.upstream())) == [100 * item for item in range(10)]


def test_cancelled_calls_cost_httpx_a_connection_and_aiohttp_none(bench: Bench) -> None:
    """When the first half fails, httpcore is mended: the page's risk and its advice on task groups can go."""

    async def with_httpx(url: str) -> None:
        limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.1)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=timeout) as client:
            calls = [asyncio.create_task(after.price(client, item)) for item in range(2)]
            await asyncio.sleep(0)
            for call in calls:
                call.cancel()
            await asyncio.wait(calls)
            with pytest.raises(httpx.PoolTimeout):
                await after.price(client, 1)

    async def in_a_task_group(session: aiohttp.ClientSession) -> None:
        async with asyncio.TaskGroup() as group:
            for item in [1, 2, UNKNOWN, *range(10)]:
                group.create_task(after_aiohttp.price(session, item))

    async def with_aiohttp(url: str) -> int:
        connector = aiohttp.TCPConnector(limit=5)
        async with aiohttp.ClientSession(url, connector=connector) as session:
            for _ in range(20):
                with pytest.raises(ExceptionGroup):
                    await in_a_task_group(session)
            return len(await after_aiohttp.prices(session, range(10)))

    bench.run(with_httpx(bench.upstream()))
    assert bench.run(with_aiohttp(bench.upstream())) == 10


def test_the_first_error_is_that_of_the_first_item(bench: Bench) -> None:
    async def error(url: str, version: ModuleType) -> str:
        async with httpx.AsyncClient(base_url=url) as client:
            with pytest.raises(httpx.HTTPStatusError) as raised:
                await version.prices(client, [1, -7, -8])
            return raised.value.request.url.path

    assert bench.run(error(bench.upstream(), before)) == "/items/-7"
    assert bench.run(error(bench.upstream(), after)) == "/items/-7"


def test_what_the_page_shows_of_errors_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(on_error.main(bench.upstream()))
    assert capsys.readouterr().out.splitlines() == said(on_error)


@pytest.mark.parametrize("version", [blocking, async_client, after_to_thread, after_def])
def test_a_report_that_cannot_be_had_is_an_error_of_the_server(
    version: ModuleType, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def report() -> tuple[int, int]:
        transport = httpx.ASGITransport(version.app, raise_app_exceptions=False)
        async with (
            version.app.router.lifespan_context(version.app),
            httpx.AsyncClient(transport=transport, base_url="http://app") as client,
        ):
            return (await client.get("/report")).status_code, (await client.get("/health")).status_code

    monkeypatch.setenv("UPSTREAM_URL", f"{bench.upstream()}/nothing/here")
    assert bench.run(report()) == (500, 200)
    monkeypatch.setenv("UPSTREAM_URL", "http://127.0.0.1:9")
    assert bench.run(report()) == (500, 200)
