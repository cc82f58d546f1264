"""Ask a busy service again, with a helper that sleeps."""

# --8<-- [start:main]
import time

import httpx


def back_off(attempt: int) -> None:
    time.sleep(0.1 * attempt)  # also used by the synchronous client


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
            back_off(attempt)
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
    import asyncio

    from examples.async_.blocking_sleep.prices import Prices

    asyncio.run(main())
