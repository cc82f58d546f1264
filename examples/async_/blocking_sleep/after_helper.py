"""Ask a busy service again, with a helper that says for how long to sleep."""

# --8<-- [start:main]
import asyncio

import httpx


def delay(attempt: int) -> float:
    return 0.1 * attempt  # also used by the synchronous client


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
            await asyncio.sleep(delay(attempt))
    response.raise_for_status()
    amount: int = response.json()["price"]
    return amount


# --8<-- [end:main]


async def main() -> None:
    transport = httpx.ASGITransport(Prices().app)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        print(await price(client, 7))
        #> 700


if __name__ == "__main__":
    from examples.async_.blocking_sleep.prices import Prices

    asyncio.run(main())
