"""Fetch the prices of all items with twenty workers that share one iterator."""

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
    amounts = [0] * len(items)
    left = iter(enumerate(items))

    async def work() -> None:
        while step := next(left, None):
            place, item = step
            amounts[place] = await price(session, item)

    try:
        async with asyncio.TaskGroup() as workers:
            for _ in range(min(LIMIT, len(items))):
                workers.create_task(work())
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return amounts


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
