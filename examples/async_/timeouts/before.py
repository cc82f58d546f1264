"""Recommendations for a page, without which it could be shown."""

# --8<-- [start:main]
import aiohttp


async def similar(
    session: aiohttp.ClientSession,
    product: int,
) -> list[int]:
    try:
        async with session.get(f"/similar/{product}") as response:
            response.raise_for_status()
            found: list[int] = await response.json()
    except aiohttp.ClientError:
        return []
    return found


# --8<-- [end:main]


async def main(shop: str) -> None:
    async with aiohttp.ClientSession(shop) as session:
        print(await similar(session, 7))
        #> []


if __name__ == "__main__":
    import asyncio

    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.serve("examples.async_.timeouts.shop:app").url))
