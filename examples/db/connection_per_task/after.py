"""Ask for the revenue of several cities at once, each over a session of its own."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

REVENUE = text("SELECT revenue(:city)")
AT_ONCE = 4  # the pool has others to serve


async def revenues(
    sessions: async_sessionmaker[AsyncSession],
    cities: Sequence[str],
) -> list[int]:
    free = asyncio.Semaphore(AT_ONCE)

    async def revenue(city: str) -> int:
        async with free, sessions() as session:
            cents: int = await session.scalar(REVENUE, {"city": city})
        return cents

    tasks = [asyncio.create_task(revenue(city)) for city in cities]
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


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
