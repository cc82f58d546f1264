"""Recommendations for a page, if they come within fifty milliseconds."""

# --8<-- [start:main]
import asyncio

import aiohttp

DEADLINE = 0.05


async def similar(
    session: aiohttp.ClientSession,
    product: int,
) -> list[int]:
    try:
        async with (
            asyncio.timeout(DEADLINE),
            session.get(f"/similar/{product}") as response,
        ):
            response.raise_for_status()
            found: list[int] = await response.json()
    except (aiohttp.ClientError, TimeoutError):
        return []
    return found


# --8<-- [end:main]


async def main(shop: str) -> None:
    async with aiohttp.ClientSession(shop) as session:
        print(await similar(session, 7))
        #> []


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.serve("examples.async_.timeouts.shop:app").url))
