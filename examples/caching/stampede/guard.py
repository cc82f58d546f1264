"""Fails when requests that come at once for an expired entry all refill it."""

import asyncio

from sqlalchemy import event
from sqlalchemy.util import await_only

from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede.after import also_bought
from examples.caching.stampede.worker import open_worker
from examples.harness import Bench


async def queries_of_a_burst(database_url: str, cache_url: str, callers: int) -> int:
    """How many queries so many requests send when no entry is stored."""
    queries = 0
    looked = asyncio.Event()

    def hold(*_: object) -> None:
        nonlocal queries
        queries += 1
        await_only(looked.wait())

    async with open_worker(database_url, cache_url) as worker:
        event.listen(worker.database.sync_engine, "before_cursor_execute", hold)
        requests = [
            asyncio.create_task(also_bought(worker, 7)) for _ in range(callers)
        ]
        # No query ends before all requests have had the time to send theirs.
        asyncio.get_running_loop().call_later(0.2, looked.set)
        await asyncio.gather(*requests)
    return queries


def test_ten_requests_at_once_refill_an_entry_once(bench: Bench) -> None:
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    burst = queries_of_a_burst(database_url, bench.valkey(), callers=10)
    assert bench.run(burst) == 1
