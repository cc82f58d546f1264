"""Ask for the revenue of several cities one after another, over one session."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from examples.db.connection_per_task.before import revenue


async def revenues(sessions: async_sessionmaker[AsyncSession], cities: Sequence[str]) -> list[int]:
    async with sessions() as session:
        return [await revenue(session, city) for city in cities]
