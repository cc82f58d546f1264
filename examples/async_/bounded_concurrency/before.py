"""Fetch the prices of all items, every call a task from the start."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp

from examples.async_.bounded_concurrency.catalog import price


async def prices(
    session: aiohttp.ClientSession,
    items: Sequence[int],
) -> list[int]:
    calls = [price(session, item) for item in items]
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
