"""What a service asks of its database, and how many ask at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import QueuePool, text
from sqlalchemy.ext.asyncio import AsyncEngine

from examples.db.pool_size.when_not import names

FIGURE = text("SELECT sum(quantity * price_cents) FROM order_line WHERE order_id % 7 = :rest")

Request = Callable[[AsyncEngine, int], Awaitable[object]]


@dataclass(frozen=True)
class Burst:
    """What became of requests that came at once.

    Attributes:
        answers: In the order of the requests.
        connections: In use, or being opened, as soon as all requests were there.
        seconds: Until the last request had its answer.
        waiting: Requests that had none when half of that time was over.
    """

    answers: list[object]
    connections: int
    seconds: float
    waiting: int


async def figure(engine: AsyncEngine, number: int) -> object:
    """One query, for which the server reads thousands of rows."""
    async with engine.connect() as connection:
        return await connection.scalar(FIGURE, {"rest": number % 7})


async def burst(engines: Sequence[AsyncEngine], request: Request, count: int) -> Burst:
    """So many requests at once, dealt out in turn to processes with an engine each."""
    clock = asyncio.get_running_loop().time
    answered: list[float] = []

    async def ask(number: int) -> object:
        answer = await request(engines[number % len(engines)], number)
        answered.append(clock() - start)
        return answer

    start = clock()
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(ask(number)) for number in range(count)]
        await asyncio.sleep(0)  # now each has a connection, or its place in a pool's queue
        connections = sum(map(lent, engines))
    seconds = clock() - start
    answers = [one.result() for one in asked]
    return Burst(answers, connections, seconds, sum(one > seconds / 2 for one in answered))


async def beside(engine: AsyncEngine, sessions: int, asked: Awaitable[Burst]) -> Burst:
    """What becomes of a burst while another service has so many queries under way at any time."""
    over = asyncio.Event()

    async def go_on(number: int) -> None:
        while not over.is_set():
            await figure(engine, number)

    async with asyncio.TaskGroup() as group:
        for number in range(sessions):
            group.create_task(go_on(number))
        try:
            return await asked
        finally:
            over.set()


def lent(engine: AsyncEngine) -> int:
    """How many connections a pool has lent, those included that it is opening for somebody."""
    pool = engine.pool
    if not isinstance(pool, QueuePool):
        raise TypeError(f"expected an engine with a bounded pool, got {type(pool).__name__}")
    return pool.checkedout()


async def in_use(engine: AsyncEngine, requests: int) -> int:
    """How many connections a burst takes from one process; closes its engine."""
    found = await burst([engine], names, requests)
    await engine.dispose()
    return found.connections
