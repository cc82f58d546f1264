"""Ask for many prices, ten at a time; when one fails, the rest go on for nobody."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp


async def price(
    session: aiohttp.ClientSession, limit: asyncio.Semaphore, item: int
) -> int:
    async with limit, session.get(f"/items/{item}?ms=5") as response:
        response.raise_for_status()
        amount: int = (await response.json())["price"]
        return amount


async def prices(
    session: aiohttp.ClientSession,
    items: Sequence[int],
) -> list[int]:
    limit = asyncio.Semaphore(10)
    return await asyncio.gather(
        *(price(session, limit, item) for item in items),
    )


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await prices(session, [3, 1, 2]))
        #> [300, 100, 200]
        try:
            await prices(session, [-1, *range(99)])
        except aiohttp.ClientResponseError as error:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            print(error.status, "most still running:", len(others) > 80)
            #> 404 most still running: True
            await asyncio.wait(others)


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
