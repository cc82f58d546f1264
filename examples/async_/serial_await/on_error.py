"""What the caller sees, and what keeps running, when the first of three calls fails."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import httpx

from examples.async_.serial_await import after, before
from examples.async_.serial_await.after import price

Prices = Callable[[httpx.AsyncClient, Sequence[int]], Awaitable[list[int]]]


async def plain_gather(client: httpx.AsyncClient, items: Sequence[int]) -> list[int]:
    return await asyncio.gather(*(price(client, item) for item in items))


async def task_group(client: httpx.AsyncClient, items: Sequence[int]) -> list[int]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(price(client, item)) for item in items]
    return [task.result() for task in tasks]


async def on_error(upstream: str, prices: Prices) -> str:
    """Ask for an unknown item, and for two whose answers take longer."""
    answers = 0

    async def count(response: httpx.Response) -> None:
        nonlocal answers
        if response.is_success:
            await asyncio.sleep(0.2)
        answers += 1

    hooks = {"response": [count]}
    async with httpx.AsyncClient(base_url=upstream, event_hooks=hooks) as client:
        try:
            await prices(client, [-1, 1, 2])
        except Exception as error:
            seen = f"{type(error).__name__} after answers: {answers}"
            running = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*running)
            return f"{seen}, still running: {len(running)}"
    return "no error"


async def main(upstream: str) -> None:
    print("for loop:", await on_error(upstream, before.prices))
    #> for loop: HTTPStatusError after answers: 1, still running: 0
    print("after.py:", await on_error(upstream, after.prices))
    #> after.py: HTTPStatusError after answers: 3, still running: 0
    print("plain gather:", await on_error(upstream, plain_gather))
    #> plain gather: HTTPStatusError after answers: 1, still running: 2
    print("TaskGroup:", await on_error(upstream, task_group))
    #> TaskGroup: ExceptionGroup after answers: 1, still running: 0


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
