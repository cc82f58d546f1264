"""Ask for many prices, ten at a time; when one fails, the rest are called off."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import aiohttp

from examples.async_.task_group.before import price


async def prices(
    session: aiohttp.ClientSession,
    items: Sequence[int],
) -> list[int]:
    limit = asyncio.Semaphore(10)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                # in the order of the items
                group.create_task(price(session, limit, item))
                for item in items
            ]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        print(await prices(session, [3, 1, 2]))
        #> [300, 100, 200]
        try:
            await prices(session, [-1, *range(99)])
        except aiohttp.ClientResponseError as error:
            print(error.status, "still running:", len(asyncio.all_tasks()) - 1)
            #> 404 still running: 0


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
