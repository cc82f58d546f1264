"""A job that asks somebody else's API for many prices, inside an application that serves pages."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from types import SimpleNamespace
from typing import Any

import aiohttp

from examples.async_.bounded_concurrency import after, after_semaphore, before, when_not
from examples.async_.bounded_concurrency.catalog import price
from examples.async_.bounded_concurrency.limits import at_most
from examples.harness import (
    BYSTANDER,
    CONNECTIONS,
    PEAK_MEMORY,
    REQUESTS,
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

TASKS = Quantity("tasks", "tasks alive at once", "integer", exact=True)
INTERVAL = 0.010
POOL = 100
"""How many connections a session of aiohttp opens at most, unless told."""

Answer = list[int]


async def beside_pages(
    job: Coroutine[Any, Any, Answer], pages: aiohttp.ClientSession
) -> tuple[Answer, list[float]]:
    """Run a job, and until it ends begin a page every `INTERVAL`; each needs one call by the session `pages`.

    The pages keep to a schedule, whether or not the one before is done, and each is timed from the moment
    at which it was due.
    """
    clock = asyncio.get_running_loop().time

    async def page(due: float) -> float:
        await price(pages, 1)
        return clock() - due

    running = asyncio.create_task(job)
    begun = []
    due = clock()
    while not running.done():
        due += INTERVAL
        await asyncio.sleep(due - clock())
        begun.append(asyncio.create_task(page(due)))
    return await running, await asyncio.gather(*begun)


async def alone(variant: Variant, upstream: str, size: int) -> tuple[Answer, int]:
    """The job without pages, with a session that begins without connections; and its most tasks at once."""
    most = 0

    async def count(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        nonlocal most
        most = max(most, len(asyncio.all_tasks()) - 1)
        return await handler(request)

    async with aiohttp.ClientSession(upstream, middlewares=[count]) as session:
        return await variant.prices(session, range(size)), most


async def open_session(upstream: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(upstream)


@contextmanager
def one_session(bench: Bench, size: int) -> Iterator[Call]:
    """The job and the pages call the service through the application's one session."""
    upstream = bench.upstream()
    session = bench.run(open_session(upstream))

    def call(variant: Variant) -> object:
        if bench.counting:
            answer, most = bench.run(alone(variant, upstream, size))
            bench.count(TASKS, most)
            return answer
        answer, times = bench.run(beside_pages(variant.prices(session, range(size)), session))
        bench.record(BYSTANDER, sorted(times)[ceil(0.99 * len(times)) - 1])
        return answer

    try:
        yield call
    finally:
        bench.run(session.close())


@contextmanager
def own_session(bench: Bench, size: int) -> Iterator[Call]:
    """The job makes a session of its own, and the pages have theirs."""
    upstream = bench.upstream()
    pages = bench.run(open_session(upstream))

    def call(variant: Variant) -> object:
        answer, times = bench.run(beside_pages(variant(upstream, range(size)), pages))
        bench.record(BYSTANDER, sorted(times)[ceil(0.99 * len(times)) - 1])
        return answer

    try:
        yield call
    finally:
        bench.run(pages.close())


@contextmanager
def other_limits(bench: Bench, size: int) -> Iterator[Call]:
    """As `one_session`, for functions."""
    with one_session(bench, size) as call:
        yield lambda prices: call(SimpleNamespace(prices=prices))


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    most = min(size, after.LIMIT)
    return {
        REQUESTS: size,
        TASKS: most if variant == "after" else size,
        CONNECTIONS: min(size, POOL) if variant == "before" else most,
    }


WORKLOAD = Workload(
    cases={
        "aiohttp": Case(
            before=before,
            after=after,
            alternatives={"semaphore": after_semaphore},
            setup=one_session,
            expected=expected,
        ),
        "other limits": Case(
            before=before.prices,
            after=at_most(10),
            alternatives={"fifty": at_most(50)},
            setup=other_limits,
            sampled=(WALL, BYSTANDER),
        ),
    },
    when_not={
        "a pool of its own": Case(
            before=when_not.limited_by_its_pool,
            after=when_not.with_workers_too,
            setup=own_session,
        ),
    },
    sizes=(10, 100, 500),
    size_unit="calls",
    reference=Reference(
        size=500,
        why="A job in a web application looks up five hundred items at a service that answers for one at a "
        "time, while visitors open pages that ask the same service through the same client.",
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
    sampled=(WALL, BYSTANDER, PEAK_MEMORY),
    headline=BYSTANDER,
)
