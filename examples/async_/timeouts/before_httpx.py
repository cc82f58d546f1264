"""Recommendations from a client that waits a hundred milliseconds for each read."""

# --8<-- [start:main]
import httpx

TIMEOUT = httpx.Timeout(5, read=0.1)


async def similar(
    client: httpx.AsyncClient,
    product: int,
) -> list[int]:
    try:
        response = await client.get(
            f"/dripping/{product}",
            timeout=TIMEOUT,
        )
        response.raise_for_status()
        found: list[int] = response.json()
    except httpx.HTTPError:
        return []
    return found


# --8<-- [end:main]


async def main(shop: str) -> None:
    async with httpx.AsyncClient(base_url=shop) as client:
        print(await similar(client, 7))
        #> []


if __name__ == "__main__":
    import asyncio

    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.serve("examples.async_.timeouts.shop:app").url))
