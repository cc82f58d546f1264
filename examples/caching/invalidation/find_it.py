"""Compare what the cache says with what the database says, key by key."""

from __future__ import annotations

import json
import re

from examples.caching.invalidation import before_delete
from examples.caching.invalidation.orders import find_sales
from examples.caching.invalidation.races import open_shop, outcome, stored_too_late
from examples.caching.shop.worker import Worker
from examples.harness import Bench, demo


async def audit(worker: Worker) -> list[str]:
    """Every entry that is not what the database has, in a line each."""
    lines, entries = [], 0
    async for key in worker.cache.scan_iter(f"{worker.key_prefix}:sales:*"):
        product = re.search(rb"{(\d+)}$", key)
        entry = await worker.cache.get(key)
        if product is None or entry is None:  # a generation, or expired meanwhile
            continue
        entries += 1
        known, found = json.loads(entry), await find_sales(worker.database, int(product[1]))
        # An order may have come between; only what is still the same has been left behind.
        if known != found and await worker.cache.get(key) == entry:
            lines.append(f"{key.decode()} is {known}, should be {found}")
    return [f"{entries} entries, {len(lines)} old", *lines]


async def report(bench: Bench) -> None:
    async with open_shop(bench) as shop:
        await outcome(shop, before_delete, stored_too_late)
        worker = shop.reader.worker
        for product in (1, 2, 3):
            await before_delete.sales(worker, product)
        print("\n".join(await audit(worker)))


if __name__ == "__main__":
    with demo() as bench:
        bench.run(report(bench))
