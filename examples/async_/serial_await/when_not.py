"""Look up a product that has moved: try its ids until one exists."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import httpx


async def price(client: httpx.AsyncClient, item: int) -> int | None:
    response = await client.get(f"/items/{item}?ms=5")
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    response.raise_for_status()
    amount: int = response.json()["price"]
    return amount


async def ask_in_turn(client: httpx.AsyncClient, items: Sequence[int]) -> int | None:
    for item in items:
        if (amount := await price(client, item)) is not None:
            return amount
    return None


async def ask_all(client: httpx.AsyncClient, items: Sequence[int]) -> int | None:
    amounts = await asyncio.gather(*(price(client, item) for item in items))
    return next((amount for amount in amounts if amount is not None), None)


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with httpx.AsyncClient(base_url=upstream) as client:
        print(await ask_in_turn(client, [-1, 7, 8]))
        #> 700
        print(await ask_all(client, [-1, 7, 8]))
        #> 700


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
