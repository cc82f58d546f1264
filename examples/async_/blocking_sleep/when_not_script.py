"""A script with one coroutine, which pauses between its calls."""

# --8<-- [start:main]
import asyncio
import time
from collections.abc import Sequence

import httpx

PAUSE = 0.005


async def price(client: httpx.AsyncClient, item: int) -> int:
    response = await client.get(f"/items/{item}")
    response.raise_for_status()
    amount: int = response.json()["price"]
    return amount


def pause() -> None:
    time.sleep(PAUSE)  # nobody else is waiting


async def prices(upstream: str, items: Sequence[int]) -> list[int]:
    amounts = []
    async with httpx.AsyncClient(base_url=upstream) as client:
        for item in items:
            amounts.append(await price(client, item))
            pause()
    return amounts


async def prices_async(upstream: str, items: Sequence[int]) -> list[int]:
    amounts = []
    async with httpx.AsyncClient(base_url=upstream) as client:
        for item in items:
            amounts.append(await price(client, item))
            await asyncio.sleep(PAUSE)
    return amounts


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        print(asyncio.run(prices(bench.upstream(), [3, 1, 2])))
        #> [300, 100, 200]
        print(asyncio.run(prices_async(bench.upstream(), [3, 1, 2])))
        #> [300, 100, 200]
