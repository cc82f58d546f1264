"""Fetch the prices of all items, every call a task, twenty of them at work."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp

from examples.async_.bounded_concurrency.catalog import price

LIMIT = 20


async def prices(
    session: aiohttp.ClientSession,
    items: Sequence[int],
) -> list[int]:
    slots = asyncio.Semaphore(LIMIT)

    async def call(item: int) -> int:
        async with slots:
            return await price(session, item)

    calls = [call(item) for item in items]
    return await asyncio.gather(*calls)


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await prices(session, [3, 1, 2]))
        #> [300, 100, 200]
        print(sum(await prices(session, range(200))))
        #> 1990000


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
