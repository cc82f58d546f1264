"""Ask the server, while twelve queries are awaited, how many of them it works on."""

import asyncio
from collections.abc import Awaitable

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from examples.db.connection_per_task import after, before
from examples.db.connection_per_task.databases import WAITING, opened
from examples.harness import demo

CITIES = [f"City {number}" for number in range(12)]
ACTIVE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
"""
Sessions = async_sessionmaker[AsyncSession]


async def most_active(url: str, asked: Awaitable[object]) -> int:
    """The most that the server works on at once until the answers are there."""
    most = 0
    task = asyncio.ensure_future(asked)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as observer:
        while not task.done():
            row = await (await observer.execute(ACTIVE)).fetchone()
            most = max(most, row[0] if row else 0)
    await task
    return most


async def over_one_connection(url: str) -> None:
    """The same with psycopg alone."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await asyncio.gather(*(connection.execute("SELECT revenue(%s)", [city]) for city in CITIES))


async def main(url: str) -> None:
    async with opened(url.replace("postgresql", "postgresql+psycopg", 1)) as sessions:
        print("one session:", await most_active(url, before.revenues(sessions, CITIES)))
        print("one psycopg connection:", await most_active(url, over_one_connection(url)))
        print("a session for each task:", await most_active(url, after.revenues(sessions, CITIES)))


if __name__ == "__main__":
    with demo() as bench:
        bench.run(main(bench.postgres(WAITING).url()))
