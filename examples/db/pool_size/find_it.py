"""Look at the pool and at the server while thirty requests ask one process for figures.

`python -m examples.db.pool_size.find_it`
"""

import asyncio
from types import ModuleType

import psycopg
from sqlalchemy import text

from examples.db.pool_size import after, before
from examples.db.pool_size.service import burst, figure, lent
from examples.db.shop.seed import SHOP
from examples.harness import demo

STATES = """
    SELECT count(*), state, coalesce(wait_event_type, 'runs') FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'SELECT sum%'
    GROUP BY 2, 3
"""
MEMORY = text("SELECT sum(total_bytes) / 1e6 FROM pg_backend_memory_contexts")


async def look(version: ModuleType, url: str, requests: int) -> None:
    engine = version.open_engine(url)
    address = url.replace("+psycopg", "")
    with psycopg.connect(address) as holder, psycopg.connect(address, autocommit=True) as watcher:
        holder.execute("LOCK TABLE order_line")  # so that there is time to look
        asking = asyncio.create_task(burst([engine], figure, requests))
        rows: list[tuple[int, str, str]] = []
        while sum(count for count, *_ in rows) < (lent(engine) or requests):
            await asyncio.sleep(0.1)
            rows = watcher.execute(STATES).fetchall()
        name, taken = version.__name__.rpartition(".")[2], lent(engine)
        print(f"{name}: {taken} lent, {requests - taken} requests wait")
        for count, state, waits in rows:
            print(f"  on the server: {count} {state}, {waits}")
    await asking
    async with engine.connect() as connection:
        memory = await connection.scalar(MEMORY)
    print(f"  memory of one session: {memory:.1f} MB")
    await engine.dispose()


if __name__ == "__main__":
    with demo() as bench:
        for version in (before, after):
            bench.run(look(version, bench.postgres(SHOP).url("postgresql+psycopg"), 30))
