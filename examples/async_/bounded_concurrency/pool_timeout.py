"""The timeout runs while a call waits for a connection."""

# --8<-- [start:main]
import asyncio
from collections import Counter

import httpx

SLOW = "/slow?ms=100"


async def call(client: httpx.AsyncClient) -> str:
    try:
        return str((await client.get(SLOW)).status_code)
    except httpx.PoolTimeout:
        return "PoolTimeout"


async def all_at_once(client: httpx.AsyncClient, count: int) -> Counter[str]:
    calls = [call(client) for _ in range(count)]
    return Counter(await asyncio.gather(*calls))


async def five_workers(client: httpx.AsyncClient, count: int) -> Counter[str]:
    answers: Counter[str] = Counter()
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            answers[await call(client)] += 1

    await asyncio.gather(*(work() for _ in range(5)))
    return answers


# --8<-- [end:main]


async def main(upstream: str) -> None:
    limits = httpx.Limits(max_connections=5)
    timeout = httpx.Timeout(5, pool=0.05)
    async with httpx.AsyncClient(
        base_url=upstream, limits=limits, timeout=timeout
    ) as client:
        print(await all_at_once(client, 20))
        #> Counter({'PoolTimeout': 15, '200': 5})
        print(await five_workers(client, 20))
        #> Counter({'200': 20})


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
