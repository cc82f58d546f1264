"""Look at PostgreSQL while thirty requests refill one entry: the same query many times at once."""

import asyncio
from types import ModuleType

import psycopg

from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede import after, before
from examples.caching.stampede.burst import open_service
from examples.harness import demo

SAME_AT_ONCE = """
    SELECT count(*), regexp_replace(query, '\\s+', ' ', 'g') FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
    GROUP BY query ORDER BY count(*) DESC
"""


async def look(variant: ModuleType, database_url: str, cache_url: str) -> None:
    async with open_service(database_url, cache_url, workers=4, query_s=0.1) as service:
        await service.expire()
        address = database_url.replace("+psycopg", "")
        with psycopg.connect(address) as holder, psycopg.connect(address, autocommit=True) as watcher:
            holder.execute("LOCK TABLE order_line")  # so that there is time to look
            burst = asyncio.create_task(service.burst(variant.also_bought, 30))
            await service.begun.wait()
            rows: list[tuple[int, str]] = []
            while sum(count for count, _ in rows) < service.queries:
                await asyncio.sleep(0.1)
                rows = watcher.execute(SAME_AT_ONCE).fetchall()
        await burst
    for count, query in rows:
        print(f"{count:3} {query.strip()[:70]}…")


if __name__ == "__main__":
    with demo() as bench:
        for variant in (before, after):
            urls = bench.postgres(PURCHASES).url("postgresql+psycopg"), bench.valkey()
            print(f"{variant.__name__.rpartition('.')[2]}:")
            bench.run(look(variant, *urls))
