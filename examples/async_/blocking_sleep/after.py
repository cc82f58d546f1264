"""Ask a busy service again, and let the event loop go in between."""

# --8<-- [start:main]
import asyncio

import httpx


async def price(
    client: httpx.AsyncClient,
    item: int,
    attempts: int = 4,
) -> int:
    for attempt in range(1, attempts + 1):
        response = await client.get(f"/prices/{item}")
        if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        if attempt < attempts:
            await asyncio.sleep(0.05 * attempt)
    response.raise_for_status()
    amount: int = response.json()["price"]
    return amount


# --8<-- [end:main]


async def main(url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        print(await price(client, 7))
        #> 700


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        served = bench.serve("examples.async_.blocking_sleep.prices:app")
        asyncio.run(main(served.url))
