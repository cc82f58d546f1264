"""Twenty requests at once to two processes, when an entry has expired: how many queries there are."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from examples.caching.shop.seed import PURCHASES
from examples.harness import Bench

CALLERS, PROCESSES, PRODUCT = 20, 2, 7
AT_LEAST = {"before": 20, "after_lock": 2, "after": 2, "after_valkey_lock": 1, "after_stale": 1}
KEY = f"shop:also-bought:v1:{PRODUCT}:dated"


class Processes:
    """The processes, by their addresses."""

    def __init__(self, urls: list[str], session: aiohttp.ClientSession) -> None:
        self.urls = urls
        self.session = session

    async def get(self, url: str) -> Any:
        async with self.session.get(url, raise_for_status=True) as response:
            return await response.json()

    async def counts(self) -> tuple[int, int]:
        """How many requests have come in all, and how many queries have begun."""
        each = [await self.get(f"{url}/counts") for url in self.urls]
        return sum(asked for asked, _ in each), sum(queries for _, queries in each)

    async def queries(self, variant: str, database: AsyncConnection, cache: Redis) -> int:
        """How many queries a burst makes that end no sooner than all requests have come."""
        await cache.flushdb()
        await cache.set(KEY, json.dumps([0, ["an old answer"]]))
        asked_before, queries_before = await self.counts()
        asked = queries = 0
        async with database.begin():  # queries wait for the end of this transaction
            await database.execute(text("LOCK TABLE order_line IN ACCESS EXCLUSIVE MODE"))
            requests = [
                asyncio.create_task(self.get(f"{self.urls[number % PROCESSES]}/{variant}/{PRODUCT}"))
                for number in range(CALLERS)
            ]
            while asked - asked_before < CALLERS or queries - queries_before < AT_LEAST[variant]:
                await asyncio.sleep(0.01)
                asked, queries = await self.counts()
        await asyncio.gather(*requests)
        return (await self.counts())[1] - queries_before


async def report(urls: list[str], database_url: str, cache_url: str) -> None:
    engine = create_async_engine(database_url)
    async with (
        engine.connect() as database,
        Redis.from_url(cache_url) as cache,
        aiohttp.ClientSession() as session,
        asyncio.timeout(30),
    ):
        processes = Processes(urls, session)
        for variant in AT_LEAST:
            print(f"{variant}: {await processes.queries(variant, database, cache)} queries")
            #> before: 20 queries
            #> after_lock: 2 queries
            #> after: 2 queries
            #> after_valkey_lock: 1 queries
            #> after_stale: 1 queries
    await engine.dispose()


def main(bench: Bench) -> None:
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    cache_url = bench.valkey()
    where = {"DATABASE_URL": database_url, "CACHE_URL": cache_url}
    urls = [bench.serve("examples.caching.stampede.served:app", **where).url for _ in range(PROCESSES)]
    bench.run(report(urls, database_url, cache_url))


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
