"""Start processes of the service anew and send them their first requests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter

from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy import event
from sqlalchemy.engine import Engine

from examples.caching.shared.after_local import also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import Worker
from examples.caching.warming.service import Ask, Lifespan
from examples.harness import Bench


@contextmanager
def addresses(bench: Bench) -> Iterator[None]:
    """Where the service finds a database and an empty Valkey, in the environment."""
    names = {
        "DATABASE_URL": bench.postgres(PURCHASES).url("postgresql+psycopg"),
        "CACHE_URL": bench.valkey(),
    }
    os.environ.update(names)
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]


@contextmanager
def queries() -> Iterator[Callable[[], int]]:
    """Count the queries of all engines within the block."""
    count = 0

    def add(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", add)
    try:
        yield lambda: count
    finally:
        event.remove(Engine, "before_cursor_execute", add)


@asynccontextmanager
async def started(lifespan: Lifespan, processes: int) -> AsyncIterator[list[Worker]]:
    """Start so many processes at once, as a deployment does.

    They are objects of one process, each with its own connections and its own memory.
    """
    apps = [FastAPI() for _ in range(processes)]
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(lifespan(app)) for app in apps))
        yield [app.state.worker for app in apps]


async def waits(workers: Sequence[Worker], products: Sequence[int], ask: Ask = also_bought) -> list[float]:
    """How long each request takes, one after the other, the workers in turn."""
    took = []
    for worker, product_id in zip(cycle(workers), products, strict=False):
        start = perf_counter()
        await ask(worker, product_id)
        took.append(perf_counter() - start)
    return took


async def empty_valkey() -> None:
    """Forget what processes have shared."""
    async with Redis.from_url(os.environ["CACHE_URL"]) as cache:
        await cache.flushdb()


@dataclass(frozen=True)
class Deployment:
    """What one deployment took.

    Attributes:
        at_start: Queries before the first request.
        waited_for: Queries that a request waited for.
        entries: What the processes hold in memory after the requests.
    """

    at_start: int
    waited_for: int
    entries: int


def deploy(bench: Bench, lifespan: Lifespan, requests: Sequence[int], processes: int = 1) -> Deployment:
    """Start the processes and ask for these products."""

    async def run() -> Deployment:
        with queries() as sent:
            async with started(lifespan, processes) as workers:
                at_start = sent()
                await waits(workers, requests)
                entries = sum(len(worker.memory) for worker in workers)
                return Deployment(at_start, sent() - at_start, entries)

    with addresses(bench):
        return bench.run(run())
