"""Look up the names of several customers: over one session, each its own, or at once."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from examples.db.shop.models import Customer


async def one_session(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int]
) -> list[str]:
    async with sessions() as session:
        return [(await session.get_one(Customer, number)).name for number in ids]


async def session_each(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int]
) -> list[str]:
    free = asyncio.Semaphore(4)

    async def name(number: int) -> str:
        async with free, sessions() as session:
            return (await session.get_one(Customer, number)).name

    return await asyncio.gather(*(name(number) for number in ids))


async def one_query(
    sessions: async_sessionmaker[AsyncSession], ids: Sequence[int]
) -> list[str]:
    async with sessions() as session:
        found = await session.scalars(select(Customer).where(Customer.id.in_(ids)))
        names = {customer.id: customer.name for customer in found}
    return [names[number] for number in ids]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.connection_per_task.databases import opened
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    async def main(url: str) -> None:
        async with opened(url) as sessions:
            for names in (one_session, session_each, one_query):
                print(await names(sessions, [8, 7]))
                #> ['Customer 8', 'Customer 7']

    with demo() as bench:
        bench.run(main(bench.postgres(SHOP).url("postgresql+psycopg")))
