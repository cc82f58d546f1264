"""Fetch the prices of all items at the same time."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import httpx


async def price(client: httpx.AsyncClient, item: int) -> int:
    response = await client.get(f"/items/{item}?ms=5")
    response.raise_for_status()
    amount: int = response.json()["price"]
    return amount


async def prices(
    client: httpx.AsyncClient,
    items: Sequence[int],
) -> list[int]:
    tasks = [asyncio.create_task(price(client, item)) for item in items]
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with httpx.AsyncClient(base_url=upstream) as client:
        print(await prices(client, [3, 1, 2]))
        #> [300, 100, 200]
        print(await prices(client, []))
        #> []


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
