"""The service that knows the price of one item at a time."""

import aiohttp


async def price(session: aiohttp.ClientSession, item: int) -> int:
    async with session.get(f"/items/{item}?ms=5") as response:
        response.raise_for_status()
        amount: int = (await response.json())["price"]
        return amount


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await price(session, 7))
        #> 700


if __name__ == "__main__":
    import asyncio

    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
