"""Recommendations within a hundred milliseconds in all, and over ten connections."""

# --8<-- [start:main]
import asyncio

import httpx

DEADLINE = 0.1
SLOTS = asyncio.Semaphore(10)


async def similar(
    client: httpx.AsyncClient,
    product: int,
) -> list[int]:
    try:
        async with asyncio.timeout(DEADLINE), SLOTS:
            response = await client.get(f"/dripping/{product}")
        response.raise_for_status()
        found: list[int] = response.json()
    except (httpx.HTTPError, TimeoutError):
        return []
    return found


# --8<-- [end:main]


async def main(shop: str) -> None:
    async with httpx.AsyncClient(base_url=shop) as client:
        print(await similar(client, 7))
        #> []


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.serve("examples.async_.timeouts.shop:app").url))
