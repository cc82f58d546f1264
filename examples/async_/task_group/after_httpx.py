"""Ask for many prices, ten at a time; when one fails, ask for no more."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

import httpx

from examples.async_.task_group.before_httpx import price


async def prices(
    client: httpx.AsyncClient,
    items: Sequence[int],
) -> list[int]:
    todo = iter(range(len(items)))
    amounts: dict[int, int] = {}
    errors: list[Exception] = []

    async def work() -> None:
        while not errors and (place := next(todo, None)) is not None:
            try:
                amounts[place] = await price(client, items[place])
            except Exception as error:
                errors.append(error)

    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(work())
    if errors:
        raise errors[0]
    return [amounts[place] for place in range(len(items))]


# --8<-- [end:main]


async def main(upstream: str) -> None:
    async with httpx.AsyncClient(base_url=upstream) as client:
        print(await prices(client, [3, 1, 2]))
        #> [300, 100, 200]
        try:
            await prices(client, [-1, *range(99)])
        except httpx.HTTPStatusError as error:
            running = len(asyncio.all_tasks()) - 1
            print(error.response.status_code, "still running:", running)
            #> 404 still running: 0


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
