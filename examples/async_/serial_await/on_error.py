"""What the caller sees, and what keeps running, when the first of three calls fails."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import httpx

from examples.async_.serial_await import after, after_gather, before

Prices = Callable[[httpx.AsyncClient, Sequence[int]], Awaitable[list[int]]]


async def group_only(client: httpx.AsyncClient, items: Sequence[int]) -> list[int]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(after.price(client, item)) for item in items]
    return [task.result() for task in tasks]


async def on_error(upstream: str, prices: Prices) -> str:
    """Hold every good answer back until the error has reached the caller."""
    seen = asyncio.Event()

    async def hold(response: httpx.Response) -> None:
        if response.is_success:
            await seen.wait()

    hooks = {"response": [hold]}
    async with httpx.AsyncClient(base_url=upstream, event_hooks=hooks) as client:
        try:
            await prices(client, [-1, 1, 2])
        except Exception as error:
            running = asyncio.all_tasks() - {asyncio.current_task()}
            seen.set()
            await asyncio.gather(*running)
            return f"{type(error).__name__}, {len(running)} calls still running"
    return "no error"


async def main(upstream: str) -> None:
    print("for loop:", await on_error(upstream, before.prices))
    #> for loop: HTTPStatusError, 0 calls still running
    print("gather:", await on_error(upstream, after_gather.prices))
    #> gather: HTTPStatusError, 2 calls still running
    print("TaskGroup:", await on_error(upstream, group_only))
    #> TaskGroup: ExceptionGroup, 0 calls still running
    print("TaskGroup, first error raised:", await on_error(upstream, after.prices))
    #> TaskGroup, first error raised: HTTPStatusError, 0 calls still running


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
