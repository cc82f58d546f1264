"""Fails when calls of a batch go on after the batch has failed."""

import asyncio

import aiohttp
import pytest

from examples.async_.task_group.after import prices
from examples.harness import Bench


async def left_running(url: str) -> int:
    """How many tasks of a batch still run when its caller has the error."""
    async with aiohttp.ClientSession(url) as session:
        others = asyncio.all_tasks()
        with pytest.raises(aiohttp.ClientResponseError):
            await prices(session, [-1, *range(99)])
        left = asyncio.all_tasks() - others
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)


def test_nothing_of_a_failed_batch_goes_on(bench: Bench) -> None:
    assert bench.run(left_running(bench.upstream())) == 0
