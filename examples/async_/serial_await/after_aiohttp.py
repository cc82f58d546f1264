"""Fetch the prices of all items at the same time."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp


async def price(session: aiohttp.ClientSession, item: int) -> int:
    async with session.get(f"/items/{item}?ms=5") as response:
        response.raise_for_status()
        amount: int = (await response.json())["price"]
        return amount


async def prices(
    session: aiohttp.ClientSession,
    items: Sequence[int],
) -> list[int]:
    tasks = [asyncio.create_task(price(session, item)) for item in items]
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await prices(session, [3, 1, 2]))
        #> [300, 100, 200]
        print(await prices(session, []))
        #> []


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
