"""A job whose own pool of connections is the limit."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp

from examples.async_.bounded_concurrency import after, before


async def limited_by_its_pool(upstream: str, items: Sequence[int]) -> list[int]:
    pool = aiohttp.TCPConnector(limit=20)
    async with aiohttp.ClientSession(upstream, connector=pool) as session:
        return await before.prices(session, items)


async def with_workers_too(upstream: str, items: Sequence[int]) -> list[int]:
    pool = aiohttp.TCPConnector(limit=20)
    async with aiohttp.ClientSession(upstream, connector=pool) as session:
        return await after.prices(session, items)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        print(asyncio.run(limited_by_its_pool(bench.upstream(), [3, 1, 2])))
        #> [300, 100, 200]
        print(asyncio.run(with_workers_too(bench.upstream(), [3, 1, 2])))
        #> [300, 100, 200]
