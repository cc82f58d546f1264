"""Fails when a long list of items becomes as many tasks again."""

import asyncio

import aiohttp

from examples.async_.bounded_concurrency.after import prices
from examples.harness import Bench


async def most_tasks(url: str, items: int) -> int:
    """The most tasks that the job adds to those that were there."""
    most, others = 0, len(asyncio.all_tasks())

    async def count(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        nonlocal most
        most = max(most, len(asyncio.all_tasks()) - others)
        return await handler(request)

    async with aiohttp.ClientSession(url, middlewares=[count]) as session:
        await prices(session, range(items))
    return most


def test_tasks_do_not_grow_with_the_items(bench: Bench) -> None:
    assert bench.run(most_tasks(bench.upstream(), 150)) <= 50
