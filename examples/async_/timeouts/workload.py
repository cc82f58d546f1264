"""Product pages while the service that recommends hangs, and other requests through the same client."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from math import ceil
from typing import Any

import aiohttp
import httpx

from examples.async_.timeouts import (
    after,
    after_httpx,
    after_limit,
    before,
    before_httpx,
    when_not,
)
from examples.harness import (
    BYSTANDER,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

SERVED = Quantity("served", "of ten other requests, answered during the outage", "integer", exact=True)
POOL = 20
"""Connections of the client, a fifth of what aiohttp and httpx allow by default."""
INTERVAL = 0.010
PATIENCE = 0.6
"""Seconds after which a request that is not answered counts as held up; a dozen deadlines."""

Request = Callable[[], Awaitable[None]]
Answers = list[list[int]]


async def beside_others(pages: list[asyncio.Task[list[int]]], other: Request) -> tuple[Answers, list[float]]:
    """Wait for pages, and until they are done send another request every `INTERVAL`.

    The others keep to a schedule, whether or not the one before is answered, and each is timed from the
    moment at which it was due.
    """
    clock = asyncio.get_running_loop().time

    async def timed(due: float) -> float:
        await other()
        return clock() - due

    all_pages = asyncio.gather(*pages)
    begun = []
    due = clock()
    while not all_pages.done():
        due += INTERVAL
        await asyncio.sleep(due - clock())
        begun.append(asyncio.create_task(timed(due)))
    return await all_pages, await asyncio.gather(*begun)


async def during_the_outage(
    pages: list[asyncio.Task[list[int]]], other: Request, end: Request
) -> tuple[Answers, int]:
    """Send ten other requests behind the pages, and count how many are answered before the outage ends."""
    others = [asyncio.ensure_future(other()) for _ in range(10)]
    served, _ = await asyncio.wait(others, timeout=PATIENCE)
    await end()
    # A deadline can swallow the wake-up of aiohttp's pool; the next request through it wakes those who wait.
    await asyncio.gather(other(), *others)
    return await asyncio.gather(*pages), len(served)


def outage(
    client: Callable[[str], Any], get: Callable[[Any, str], Awaitable[None]], hangs_ms: int = 200
) -> Callable[[Bench, int], AbstractContextManager[Call]]:
    """A set-up in which pages and other requests share one client of few connections.

    Args:
        client: Makes it from the base address.
        get: Sends a request and reads the answer.
        hangs_ms: How long; a call that is counted ends the outage itself.
    """

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        hangs = 20_000 if bench.counting and hangs_ms else hangs_ms
        url = bench.serve("examples.async_.timeouts.shop:app", HANGS_MS=str(hangs)).url

        async def open_client() -> Any:
            return client(url)

        shared = bench.run(open_client())
        control = bench.run(open_client())

        async def answer(variant: Variant) -> object:
            if hasattr(variant, "SLOTS"):
                variant.SLOTS = asyncio.Semaphore(10)  # of this set-up's event loop
            await get(control, "/outage/begin")
            pages = [asyncio.create_task(variant.similar(shared, product)) for product in range(size)]
            other = partial(get, shared, "/prices/7")
            if bench.counting:
                answers, served = await during_the_outage(pages, other, partial(get, control, "/outage/end"))
                bench.count(SERVED, served)
                return answers
            answers, times = await beside_others(pages, other)
            bench.record(BYSTANDER, sorted(times)[ceil(0.99 * len(times)) - 1])
            return answers

        async def close() -> None:
            for one in (shared, control):
                await (one.aclose() if isinstance(one, httpx.AsyncClient) else one.close())

        try:
            yield lambda variant: bench.run(answer(variant))
        finally:
            bench.run(close())

    return setup


def with_aiohttp(url: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=POOL))


async def get_with_aiohttp(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as response:
        response.raise_for_status()
        await response.read()


def with_httpx(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, limits=httpx.Limits(max_connections=POOL))


async def get_with_httpx(client: httpx.AsyncClient, path: str) -> None:
    (await client.get(path)).raise_for_status()


@contextmanager
def in_memory(bench: Bench, size: int) -> Iterator[Call]:
    """Answers that are there already."""
    cache = when_not.Cache()
    yield lambda variant: bench.run(variant(cache, range(size)))


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    return {SERVED: 0 if variant == "before" and size >= POOL else 10}


WORKLOAD = Workload(
    cases={
        "aiohttp": Case(
            before=before,
            after=after,
            alternatives={"limit": after_limit},
            setup=outage(with_aiohttp, get_with_aiohttp),
            expected=expected,
        ),
        "httpx": Case(
            before=before_httpx,
            after=after_httpx,
            setup=outage(with_httpx, get_with_httpx),
        ),
    },
    when_not={
        "nothing hangs": Case(
            before=before,
            after=after,
            setup=outage(with_aiohttp, get_with_aiohttp, hangs_ms=0),
        ),
        "quick steps": Case(
            before=when_not.one_deadline,
            after=when_not.a_deadline_each,
            setup=in_memory,
            sampled=(WALL,),
        ),
    },
    sizes=(5, 20, 60),
    size_unit="pages",
    reference=Reference(
        size=60,
        why="Sixty people open a product page while the service that recommends hangs, for a fifth of a "
        "second; the application has one client of twenty connections.",
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
    sampled=(WALL, BYSTANDER),
    headline=BYSTANDER,
)
