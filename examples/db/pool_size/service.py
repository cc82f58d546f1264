"""What a service asks of its database, and how many ask at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from examples.db.connection_per_task.guard import OnLoan
from examples.db.pool_size.when_not import names

FIGURE = text("SELECT sum(quantity * price_cents) FROM order_line WHERE order_id % 7 = :rest")

Request = Callable[[AsyncEngine, int], Awaitable[object]]


async def figure(engine: AsyncEngine, number: int) -> object:
    """One query, for which the server reads thousands of rows."""
    async with engine.connect() as connection:
        return await connection.scalar(FIGURE, {"rest": number % 7})


async def burst(engine: AsyncEngine, request: Request, count: int) -> list[object]:
    """So many requests at once."""
    return await asyncio.gather(*(request(engine, number) for number in range(count)))


async def most_on_loan(engine: AsyncEngine, requests: int) -> int:
    """How many connections a burst has at once; closes the engine."""
    on_loan = OnLoan(engine)
    await burst(engine, names, requests)
    await engine.dispose()
    return on_loan.most
