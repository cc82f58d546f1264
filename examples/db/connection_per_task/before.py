"""Ask for the revenue of several cities at once, all over one session."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

REVENUE = text("SELECT revenue(:city)")


async def revenue(session: AsyncSession, city: str) -> int:
    cents: int = await session.scalar(REVENUE, {"city": city})
    return cents


async def revenues(
    sessions: async_sessionmaker[AsyncSession],
    cities: Sequence[str],
) -> list[int]:
    async with sessions() as session:
        queries = (revenue(session, city) for city in cities)
        return await asyncio.gather(*queries)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.connection_per_task.databases import WAITING, opened
    from examples.harness import demo

    async def main(url: str) -> None:
        async with opened(url) as sessions:
            print(await revenues(sessions, ["City 1", "City 2", "nowhere"]))
            #> [964184, 713492, 0]

    with demo() as bench:
        bench.run(main(bench.postgres(WAITING).url("postgresql+psycopg")))
