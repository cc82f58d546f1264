"""Show the prices that can be had: one product that is gone must not empty the page."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp

from examples.async_.task_group.before import price


async def known_prices(
    session: aiohttp.ClientSession, items: Sequence[int]
) -> dict[int, int | None]:
    limit = asyncio.Semaphore(10)
    answers = await asyncio.gather(
        *(price(session, limit, item) for item in items),
        return_exceptions=True,
    )
    prices: dict[int, int | None] = {}
    for item, answer in zip(items, answers, strict=True):
        if isinstance(answer, aiohttp.ClientResponseError):
            prices[item] = None
        elif isinstance(answer, BaseException):
            raise answer
        else:
            prices[item] = answer
    return prices


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await known_prices(session, [3, -1, 2]))
        #> {3: 300, -1: None, 2: 200}
        tasks = [asyncio.create_task(asyncio.sleep(1, "slow")) for _ in range(2)]
        tasks[0].cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        print([answer for answer in answers if not isinstance(answer, Exception)])
        #> [CancelledError(''), 'slow']


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
