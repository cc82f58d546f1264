"""Look up the names of several customers: one session, one for each, or one query."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from examples.db.shop.models import Customer

Sessions = async_sessionmaker[AsyncSession]


async def one_session(sessions: Sessions, ids: Sequence[int]) -> list[str]:
    async with sessions() as session:
        return [(await session.get_one(Customer, number)).name for number in ids]


async def session_each(sessions: Sessions, ids: Sequence[int]) -> list[str]:
    free = asyncio.Semaphore(4)

    async def name(number: int) -> str:
        async with free, sessions() as session:
            return (await session.get_one(Customer, number)).name

    return await asyncio.gather(*(name(number) for number in ids))


async def one_query(sessions: Sessions, ids: Sequence[int]) -> list[str]:
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
            print(await one_session(sessions, [8, 7]))
            #> ['Customer 8', 'Customer 7']
            print(await session_each(sessions, [8, 7]))
            #> ['Customer 8', 'Customer 7']
            print(await one_query(sessions, [8, 7]))
            #> ['Customer 8', 'Customer 7']

    with demo() as bench:
        bench.run(main(bench.postgres(SHOP).url("postgresql+psycopg")))
