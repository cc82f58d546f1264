"""Many requests for one product at the moment when its entry has expired."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle

from sqlalchemy import event
from sqlalchemy.util import await_only

from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede.worker import Worker, key_of, open_worker
from examples.harness import Bench

PRODUCT = 7
AlsoBought = Callable[[Worker, int], Awaitable[list[str]]]


class Service:
    """Some workers of one service.

    They are objects of one process, each with its own connections, locks and refills.

    Attributes:
        workers: The workers.
        queries: How many queries they have begun.
        begun: Is set when one begins.
        may_end: Queries wait for this before they are sent.
    """

    def __init__(self, workers: list[Worker], query_s: float = 0) -> None:
        self.workers = workers
        self.queries = 0
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.may_end.set()
        self._names: list[str] = []
        for worker in workers:
            engine = worker.database.sync_engine
            event.listen(engine, "before_cursor_execute", self._before_query)
        self._query_s = query_s

    def _before_query(self, *_: object) -> None:
        self.queries += 1
        self.begun.set()
        if self._query_s:
            await_only(asyncio.sleep(self._query_s))
        await_only(self.may_end.wait())

    async def burst(
        self, also_bought: AlsoBought, callers: int, *, one_product: bool = True
    ) -> list[list[str]]:
        """Ask so many times at once, the workers in turn, for one product or for one each."""
        products = [PRODUCT] * callers if one_product else range(1, callers + 1)
        asked = zip(cycle(self.workers), products, strict=False)
        return await asyncio.gather(*(also_bought(worker, product) for worker, product in asked))

    async def expire(self) -> None:
        """Leave what there is when an entry has expired: nothing, or an old answer if it says its date."""
        worker = self.workers[0]
        old = json.dumps([0, self._names])
        async with worker.cache.pipeline(transaction=False) as commands:
            commands.flushdb()
            commands.set(f"{key_of(worker, PRODUCT)}:dated", old)
            await commands.execute()

    async def learn(self) -> None:
        """Find the answer that an old entry holds."""
        self._names = await find_also_bought(self.workers[0].database, PRODUCT)
        self.queries = 0
        self.begun.clear()


@asynccontextmanager
async def open_service(
    database_url: str, cache_url: str, workers: int, query_s: float = 0
) -> AsyncIterator[Service]:
    """Open so many workers, with queries that take so many seconds longer, and close them again."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(workers):
            # No time-out of the cache: a machine that stutters must not change what is counted.
            worker = await stack.enter_async_context(open_worker(database_url, cache_url, 30))
            opened.append(worker)
        service = Service(opened, query_s)
        await service.learn()
        yield service


def answers_and_queries(
    bench: Bench, also_bought: AlsoBought, *, callers: int, workers: int = 1
) -> tuple[list[list[str]], int]:
    """What so many callers at once get, and how many queries that takes."""

    async def run(database_url: str, cache_url: str) -> tuple[list[list[str]], int]:
        async with open_service(database_url, cache_url, workers, query_s=0.1) as service:
            await service.expire()
            return await service.burst(also_bought, callers), service.queries

    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    return bench.run(run(database_url, bench.valkey()))
