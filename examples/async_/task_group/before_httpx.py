"""Ask for many prices, ten at a time; when one fails, the rest go on for nobody."""

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
    limit = asyncio.Semaphore(10)

    async def one(item: int) -> int:
        async with limit:
            return await price(client, item)

    return await asyncio.gather(*(one(item) for item in items))


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with httpx.AsyncClient(base_url=upstream) as client:
        print(await prices(client, [3, 1, 2]))
        #> [300, 100, 200]
        try:
            await prices(client, [-1, *range(99)])
        except httpx.HTTPStatusError as error:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            print(error.response.status_code, "most still running:", len(others) > 80)
            #> 404 most still running: True
            await asyncio.wait(others)


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
