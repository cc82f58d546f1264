"""A script that fetches one thing after another keeps nobody else waiting."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import httpx
import requests


def prices(upstream: str, items: Sequence[int]) -> list[int]:
    with requests.Session() as session:
        urls = [f"{upstream}/items/{item}" for item in items]
        responses = [session.get(url, timeout=10) for url in urls]
        return [response.json()["price"] for response in responses]


async def prices_async(upstream: str, items: Sequence[int]) -> list[int]:
    async with httpx.AsyncClient(base_url=upstream, timeout=10) as client:
        responses = [await client.get(f"/items/{item}") for item in items]
        return [response.json()["price"] for response in responses]


def run_async(upstream: str, items: Sequence[int]) -> list[int]:
    return asyncio.run(prices_async(upstream, items))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        print(prices(bench.upstream(), [3, 1, 2]))
        #> [300, 100, 200]
        print(run_async(bench.upstream(), [3, 1, 2]))
        #> [300, 100, 200]
