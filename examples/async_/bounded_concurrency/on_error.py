"""What is sent, and what still runs, when the first of two hundred calls fails."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aiohttp

from examples.async_.bounded_concurrency import after, after_semaphore, before

Prices = Callable[[aiohttp.ClientSession, Sequence[int]], Awaitable[list[int]]]


async def on_error(upstream: str, prices: Prices) -> str:
    """Ask for an unknown item first; answers to the others take longer."""
    sent = 0

    async def count(
        request: aiohttp.ClientRequest,
        handler: aiohttp.ClientHandlerType,
    ) -> aiohttp.ClientResponse:
        nonlocal sent
        sent += 1
        response = await handler(request)
        if response.ok:
            await asyncio.sleep(0.1)
        return response

    async with aiohttp.ClientSession(upstream, middlewares=[count]) as session:
        try:
            await prices(session, range(-1, 199))
        except aiohttp.ClientResponseError as error:
            running = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*running)
            return f"{error.status}, still running: {len(running)}, sent: {sent}"
    return "no error"


async def main(upstream: str) -> None:
    print("before:", await on_error(upstream, before.prices))
    #> before: 404, still running: 199, sent: 200
    print("semaphore:", await on_error(upstream, after_semaphore.prices))
    #> semaphore: 404, still running: 199, sent: 200
    print("workers:", await on_error(upstream, after.prices))
    #> workers: 404, still running: 0, sent: 20


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
