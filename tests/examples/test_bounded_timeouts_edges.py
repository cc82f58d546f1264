"""Bounded concurrency and deadlines where calls fail, hang or are cancelled, and where there are none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

import aiohttp
import httpx
import pytest

from examples.async_.bounded_concurrency import (
    after,
    after_semaphore,
    before,
    catalog,
    limits,
    on_error,
    pool_timeout,
)
from examples.async_.timeouts import after as deadline
from examples.async_.timeouts import after_httpx as deadline_httpx
from examples.async_.timeouts import after_limit as deadline_limit
from examples.async_.timeouts import before as default
from examples.async_.timeouts import before_httpx as each_read
from examples.async_.timeouts import deadlines, find_it
from examples.harness import Bench

UNKNOWN = -1


@pytest.mark.parametrize("version", [before, after_semaphore, after])
def test_prices_of_any_number_of_items(version: ModuleType, bench: Bench) -> None:
    async def edges(url: str) -> None:
        async with aiohttp.ClientSession(url) as session:
            assert await version.prices(session, []) == []
            assert await version.prices(session, [2, 2, 1]) == [200, 200, 100]
            assert await version.prices(session, range(45)) == [100 * item for item in range(45)]
            with pytest.raises(aiohttp.ClientResponseError, match="404"):
                await version.prices(session, [*range(30), UNKNOWN, *range(30)])

    bench.run(edges(bench.upstream()))


def test_cancelled_workers_leave_nothing_behind(bench: Bench) -> None:
    async def cancelled(url: str) -> tuple[int, list[int]]:
        sent = asyncio.Event()

        async def note(
            request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
        ) -> aiohttp.ClientResponse:
            sent.set()
            return await handler(request)

        async with aiohttp.ClientSession(url, middlewares=[note]) as session:
            job = asyncio.create_task(after.prices(session, range(100)))
            await sent.wait()
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            return len(asyncio.all_tasks()) - 1, await after.prices(session, [7])

    assert bench.run(cancelled(bench.upstream())) == (0, [700])


def test_workers_cannot_share_an_async_generator() -> None:
    async def items() -> AsyncIterator[int]:
        for item in range(10):
            await asyncio.sleep(0)
            yield item

    async def work(left: AsyncIterator[int]) -> None:
        async for _ in left:
            await asyncio.sleep(0)

    async def two() -> list[BaseException | None]:
        left = items()
        return list(await asyncio.gather(work(left), work(left), return_exceptions=True))

    assert any(isinstance(error, RuntimeError) for error in asyncio.run(two()))


def test_fewer_workers_than_connections_lose_none_when_httpx_calls_are_cancelled(bench: Bench) -> None:
    async def job(client: httpx.AsyncClient) -> None:
        left = iter([*range(10), UNKNOWN, *range(30)])

        async def work() -> None:
            for item in left:
                (await client.get(f"/items/{item}?ms=2")).raise_for_status()

        async with asyncio.TaskGroup() as workers:
            for _ in range(5):
                workers.create_task(work())

    async def fail_often(url: str) -> list[int]:
        limits, timeout = httpx.Limits(max_connections=6), httpx.Timeout(5, pool=1)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=timeout) as client:
            for _ in range(10):
                with pytest.raises(ExceptionGroup):
                    await job(client)
            answers = await asyncio.gather(*(client.get("/slow?ms=50") for _ in range(6)))
            return [answer.status_code for answer in answers]

    assert bench.run(fail_often(bench.upstream())) == [200] * 6


@pytest.mark.parametrize("shown", [catalog, limits, on_error, pool_timeout, deadlines])
def test_what_the_pages_show_of_failures_is_what_happens(
    shown: ModuleType, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = () if shown is deadlines else (bench.upstream(),)
    bench.run(shown.main(*arguments))
    source = shown.__loader__.get_source(shown.__name__)  # type: ignore[union-attr]
    said = [line.strip().removeprefix("#> ") for line in source.splitlines() if "#>" in line]
    assert said and capsys.readouterr().out.splitlines() == said


SHOP = "examples.async_.timeouts.shop:app"
WITH_AIOHTTP = [default, deadline, deadline_limit]
WITH_HTTPX = [each_read, deadline_httpx]


def run_similar(
    bench: Bench, version: ModuleType, url: str, use: Callable[[ModuleType, Any], Awaitable[Any]]
) -> Any:
    """Run `use` with a client of the version's library, in the bench's loop."""

    async def run() -> Any:
        if version in (deadline_limit, deadline_httpx):
            vars(version)["SLOTS"] = asyncio.Semaphore(10)  # of this loop
        client: Any = (
            aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=12))
            if version in WITH_AIOHTTP
            else httpx.AsyncClient(base_url=url, limits=httpx.Limits(max_connections=12))
        )
        async with client:
            return await use(version, client)

    return bench.run(run())


async def recommended(version: ModuleType, client: Any) -> list[int]:
    found: list[int] = await version.similar(client, 7)
    return found


@pytest.mark.parametrize("version", [*WITH_AIOHTTP, *WITH_HTTPX])
def test_a_page_does_without_recommendations_that_fail(version: ModuleType, bench: Bench) -> None:
    nobody = "http://127.0.0.1:9"
    assert run_similar(bench, version, nobody, recommended) == []
    without_the_path = bench.upstream()
    assert run_similar(bench, version, without_the_path, recommended) == []


def test_recommendations_that_come_in_time_are_shown(bench: Bench) -> None:
    healthy = bench.serve(SHOP, HANGS_MS="0").url
    for version in WITH_AIOHTTP:
        assert run_similar(bench, version, healthy, recommended) == [8]


def test_bursts_of_deadlines_lose_no_connection_and_leave_no_task(bench: Bench) -> None:
    hangs = bench.serve(SHOP, HANGS_MS="60000").url

    async def price(client: Any) -> int:
        if isinstance(client, httpx.AsyncClient):
            return int((await client.get("/prices/7")).json()["price"])
        async with client.get("/prices/7") as response:
            return int((await response.json())["price"])

    async def bursts(version: ModuleType, client: Any) -> tuple[list[int], int]:
        for _ in range(2):
            burst = [version.similar(client, product) for product in range(80)]
            assert await asyncio.gather(*burst) == [[]] * 80
        prices = await asyncio.gather(*(price(client) for _ in range(12)))
        return prices, len(asyncio.all_tasks()) - 1

    for version in (deadline, deadline_limit, deadline_httpx):
        assert run_similar(bench, version, hangs, bursts) == ([700] * 12, 0)
    bench.run(ended(hangs))


async def ended(hangs: str) -> None:
    """Let the service answer what still hangs there, so that it can stop."""
    async with aiohttp.ClientSession(hangs) as control, control.get("/outage/end"):
        pass


def test_bursts_of_deadlines_without_a_limit_cost_httpx_its_connections(bench: Bench) -> None:
    """When this fails, httpcore is mended: the page's first risk and its semaphore can go."""

    async def bursts() -> list[str]:
        async with await asyncio.start_server(find_it.hang, "127.0.0.1", 0) as server:
            host, port = server.sockets[0].getsockname()
            url = f"http://{host}:{port}"
            return [await find_it.after_deadlines(url, slots=None) for _ in range(3)]

    mended = "Requests: 0 active, 0 queued | Connections: 0 active"
    assert any(mended not in pool for pool in bench.run(bursts()))


@pytest.mark.parametrize("version", [deadline, deadline_limit, deadline_httpx])
def test_a_caller_that_is_cancelled_gets_no_fallback(version: ModuleType, bench: Bench) -> None:
    arrived = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await find_it.hang(reader, writer)

    async def cancelled(version: ModuleType, client: Any) -> bool:
        page = asyncio.create_task(version.similar(client, 7))
        await arrived.wait()
        page.cancel()
        with suppress(asyncio.CancelledError):
            await page
        return page.cancelled()

    server = bench.run(asyncio.start_server(hang, "127.0.0.1", 0))
    host, port = server.sockets[0].getsockname()
    assert run_similar(bench, version, f"http://{host}:{port}", cancelled)
    server.close()


def test_naming_one_timeout_of_aiohttp_turns_off_the_total() -> None:
    assert aiohttp.ClientTimeout(connect=5).total is None


def test_a_call_that_is_cancelled_as_it_gets_its_connection_leaves_aiohttps_pool_asleep(bench: Bench) -> None:
    """The moment is one step of the loop wide, so each of the first steps after the release is tried."""

    async def left_waiting(url: str, steps: int) -> bool:
        connector = aiohttp.TCPConnector(limit=1)
        async with aiohttp.ClientSession(url, connector=connector) as session:

            async def call(path: str = "/items/1") -> None:
                async with session.get(path) as response:
                    await response.read()

            holds = asyncio.create_task(call("/slow?ms=5000"))
            await asyncio.sleep(0.05)
            given, behind = (asyncio.create_task(call()) for _ in range(2))
            await asyncio.sleep(0.05)
            holds.cancel()
            for _ in range(steps):
                await asyncio.sleep(0)
            given.cancel()
            asleep = bool((await asyncio.wait([behind], timeout=0.2))[1])
            await call()
            await asyncio.wait_for(behind, timeout=5)
            await asyncio.gather(holds, given, return_exceptions=True)
            return asleep

    async def all_steps(url: str) -> list[bool]:
        return [await left_waiting(url, steps) for steps in range(8)]

    assert any(bench.run(all_steps(bench.upstream())))
