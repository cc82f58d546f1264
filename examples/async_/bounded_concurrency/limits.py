"""The same workers, with a limit of the caller's choice."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

from examples.async_.bounded_concurrency.catalog import price

Prices = Callable[[aiohttp.ClientSession, Sequence[int]], Awaitable[list[int]]]


def at_most(limit: int) -> Prices:
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

        async with asyncio.TaskGroup() as workers:
            for _ in range(min(limit, len(items))):
                workers.create_task(work())
        return amounts

    return prices


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await at_most(2)(session, [3, 1, 2]))
        #> [300, 100, 200]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
