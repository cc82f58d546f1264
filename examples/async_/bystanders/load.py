"""Requests that all come at once, and the health checks that come in meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import aiohttp

INTERVAL = 0.010


@dataclass(frozen=True)
class Seen:
    """What the clients of an application saw.

    Attributes:
        answers: The body of every request, in the order of the paths.
        slowest: Seconds in which all but one in a hundred health checks were answered.
        stall: Seconds for which the application's loop ran nothing else, at the longest.
    """

    answers: list[bytes]
    slowest: float
    stall: float


async def fetch(session: aiohttp.ClientSession, path: str) -> bytes:
    """The body of an answer.

    Raises:
        aiohttp.ClientResponseError: The answer is an error.
    """
    async with session.get(path, raise_for_status=True) as response:
        return await response.read()


async def ask_beside_checks(url: str, paths: Sequence[str]) -> Seen:
    """Ask for all paths at once, and for `/health` every `INTERVAL` until all answers are there.

    The health checks keep to a schedule, whether or not the one before was answered, and each is timed
    from the moment at which it was due: a server that stands still does not slow its measurement down.
    """
    clock = asyncio.get_running_loop().time

    async def check(session: aiohttp.ClientSession, due: float) -> float:
        await fetch(session, "/health")
        return clock() - due

    # Without a limit of its own, so that no health check waits in the client.
    async with aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=0)) as session:
        await fetch(session, "/stall/start")
        asked = [asyncio.create_task(fetch(session, path)) for path in paths]
        checks = []
        due = clock()
        while not all(one.done() for one in asked):
            due += INTERVAL
            await asyncio.sleep(due - clock())
            checks.append(asyncio.create_task(check(session, due)))
        answers, times = await asyncio.gather(*asked), await asyncio.gather(*checks)
        stall = float(await fetch(session, "/stall/stop"))
    return Seen(answers, sorted(times)[ceil(0.99 * len(times)) - 1], stall)
