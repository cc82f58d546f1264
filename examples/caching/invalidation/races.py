"""Orders and questions that come between each other: which ways to invalidate leave an old answer behind."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from itertools import count
from types import ModuleType

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.util import await_only

from examples.caching.invalidation import (
    after,
    after_delete,
    after_lease,
    after_write_through,
    before,
    before_delete,
    before_memory,
)
from examples.caching.invalidation.orders import find_sales
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import Worker, open_worker
from examples.harness import Bench

VARIANTS = (before, before_delete, before_memory, after_delete, after_write_through, after, after_lease)
PRODUCT = 7
Sales = Callable[[Worker, int], Awaitable[list[int]]]
Order = Callable[[Worker, int, int], Awaitable[None]]
Meanwhile = Callable[[], Awaitable[object]]


class Process:
    """A worker during whose work something else can happen.

    Attributes:
        worker: The worker.
        before_commit: What happens before its next transaction is committed.
        after_query: What happens when its next query for sales has been answered.
    """

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.before_commit: Meanwhile | None = None
        self.after_query: Meanwhile | None = None
        engine = worker.database.sync_engine
        event.listen(engine, "commit", self._at_commit)
        event.listen(engine, "after_cursor_execute", self._at_query)

    def begin(self, key_prefix: str) -> None:
        """Forget everything."""
        self.worker = replace(self.worker, key_prefix=key_prefix, memory={})
        self.before_commit = self.after_query = None

    def _at_commit(self, _: object) -> None:
        happens, self.before_commit = self.before_commit, None
        if happens is not None:
            await_only(happens())

    def _at_query(self, *arguments: object) -> None:
        if "SELECT" in str(arguments[2]):
            happens, self.after_query = self.after_query, None
            if happens is not None:
                await_only(happens())


class Shop:
    """Three processes of the shop, as objects of one, each with its own connections and memory."""

    def __init__(self, workers: list[Worker], nowhere: Redis) -> None:
        self.processes = [Process(worker) for worker in workers]
        self.reader, self.writer, self.other = self.processes
        self.nowhere = nowhere
        self.runs = count()
        self.orders = count(10_001)

    def begin(self, variant: ModuleType) -> None:
        """Empty caches, and another way to keep them."""
        prefix = f"run-{next(self.runs)}"
        for process in self.processes:
            process.begin(prefix)
        self._sales: Sales = variant.sales
        self._order: Order = variant.order

    async def ask(self) -> list[int]:
        return await self._sales(self.reader.worker, PRODUCT)

    async def order(self) -> None:
        await self._order(self.writer.worker, next(self.orders), PRODUCT)

    async def order_elsewhere(self) -> None:
        await self._order(self.other.worker, next(self.orders), PRODUCT)

    async def order_without_cache(self) -> None:
        worker = replace(self.writer.worker, cache=self.nowhere)
        await self._order(worker, next(self.orders), PRODUCT)

    async def is_right(self) -> bool:
        """Whether the next question gets what the database has."""
        return await self.ask() == await find_sales(self.other.worker.database, PRODUCT)


async def one_by_one(shop: Shop) -> None:
    """Asked, then ordered from another process."""
    await shop.ask()
    await shop.order()


async def asked_before_commit(shop: Shop) -> None:
    """Asked when all of an order is done but the commit."""
    shop.writer.before_commit = shop.ask
    await shop.order()


async def stored_too_late(shop: Shop) -> None:
    """The order comes when the question has its rows, and has not stored them."""
    shop.reader.after_query = shop.order
    await shop.ask()
    if shop.reader.after_query is not None:
        raise AssertionError("the question was not asked of the database")


async def two_orders(shop: Shop) -> None:
    """Of two orders, the one that is committed first tells the cache last, if it has asked for something."""
    await shop.ask()
    shop.writer.after_query = shop.order_elsewhere
    await shop.order()


async def cache_away(shop: Shop) -> None:
    """Ordered by a process that cannot reach the cache."""
    await shop.ask()
    await shop.order_without_cache()


RACES = (one_by_one, asked_before_commit, stored_too_late, two_orders, cache_away)


@asynccontextmanager
async def open_shop(bench: Bench) -> AsyncIterator[Shop]:
    """Open the processes, and close them again."""
    database_url, cache_url = bench.postgres(PURCHASES).url("postgresql+psycopg"), bench.valkey()
    async with AsyncExitStack() as stack:
        workers = []
        for _ in range(3):
            worker = open_worker(database_url, cache_url, cache_timeout_s=30)
            workers.append(await stack.enter_async_context(worker))
        nowhere = Redis.from_url("redis://127.0.0.1:1/0", retry=Retry(NoBackoff(), 0))
        await stack.enter_async_context(nowhere)
        yield Shop(workers, nowhere)


# --8<-- [start:found]
async def outcome(shop: Shop, variant: ModuleType, race: Callable[[Shop], Awaitable[None]]) -> str:
    """What the next question gets after the race: `right` or `old`; or that the order was `refused`."""
    shop.begin(variant)
    try:
        await race(shop)
    except RedisError:
        return "refused"
    return "right" if await shop.is_right() else "old"


async def run_all(bench: Bench) -> None:
    async with open_shop(bench) as shop:
        for variant in VARIANTS:
            found: dict[str, list[str]] = {"old": [], "refused": [], "right": []}
            for race in RACES:
                found[await outcome(shop, variant, race)].append(race.__name__)
            outcomes = "; ".join(f"{kind}: {', '.join(races)}" for kind, races in found.items() if races)
            print(f"{variant.__name__.rpartition('.')[2]}\n  {outcomes}")
            #> before
            #>   old: one_by_one, asked_before_commit, stored_too_late, two_orders, cache_away
            #> before_delete
            #>   old: asked_before_commit, stored_too_late; refused: cache_away; right: one_by_one, two_orders
            #> before_memory
            #>   old: one_by_one, asked_before_commit, stored_too_late, two_orders, cache_away
            #> after_delete
            #>   old: stored_too_late, cache_away; right: one_by_one, asked_before_commit, two_orders
            #> after_write_through
            #>   old: stored_too_late, two_orders, cache_away; right: one_by_one, asked_before_commit
            #> after
            #>   old: cache_away; right: one_by_one, asked_before_commit, stored_too_late, two_orders
            #> after_lease
            #>   old: cache_away; right: one_by_one, asked_before_commit, stored_too_late, two_orders


# --8<-- [end:found]
def after_an_order(bench: Bench, sales: Sales, order: Order) -> tuple[list[int], list[int]]:
    """What a process answers before and after an order that comes from another one."""

    async def run() -> tuple[list[int], list[int]]:
        async with open_shop(bench) as shop:
            before_it = await sales(shop.reader.worker, PRODUCT)
            await order(shop.writer.worker, 10_001, PRODUCT)
            return before_it, await sales(shop.reader.worker, PRODUCT)

    return bench.run(run())


def main(bench: Bench) -> None:
    logging.disable(logging.ERROR)
    bench.run(run_all(bench))
    logging.disable(logging.NOTSET)


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
