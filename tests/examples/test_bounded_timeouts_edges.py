"""Bounded concurrency and deadlines where nothing is asked for, and where calls fail, hang or are cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import ModuleType

import aiohttp
import httpx
import pytest

from examples.async_.bounded_concurrency import after, after_semaphore, before
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

    async def two() -> list[None | BaseException]:
        left = items()
        return await asyncio.gather(work(left), work(left), return_exceptions=True)

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
