"""Fetch the price of each item, each after the answer before it."""

# --8<-- [start:main]
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
    amounts = []
    for item in items:
        amounts.append(await price(session, item))
    return amounts


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await prices(session, [3, 1, 2]))
        #> [300, 100, 200]
        print(await prices(session, []))
        #> []


if __name__ == "__main__":
    import asyncio

    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
