"""Fails when a page waits for a service that hangs."""

import asyncio

import aiohttp

from examples.async_.timeouts.after import similar
from examples.harness import Bench

PATIENCE = 2
"""Seconds: far longer than the deadline, far shorter than the outage."""


async def still_waiting(url: str, calls: int) -> int:
    """How many calls are not done while the service hangs."""
    async with aiohttp.ClientSession(url) as session:
        tasks = [asyncio.create_task(similar(session, n)) for n in range(calls)]
        _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
        await session.get("/outage/end")
        await asyncio.gather(*tasks)
    return len(waiting)


def test_no_call_waits_for_a_service_that_hangs(bench: Bench) -> None:
    shop = bench.serve("examples.async_.timeouts.shop:app", HANGS_MS="60000")
    assert bench.run(still_waiting(shop.url, 3)) == 0
