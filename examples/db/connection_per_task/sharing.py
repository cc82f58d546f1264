"""What tasks do to each other: with one session, and with one each."""

import asyncio
from collections.abc import Awaitable

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from examples.db.shop.seed import SHOP
from examples.harness import demo

ONE, FAILS = text("SELECT 1"), text("SELECT 1 / 0")
COUNT = text("SELECT count(*) FROM customer")
INSERT = text("INSERT INTO customer VALUES (10001, 'Ada', 'ada@example.com', 'London')")


async def outcomes(*asked: Awaitable[object]) -> list[object]:
    """The answers, or the names of the errors in the place of those that failed."""
    results = await asyncio.gather(*asked, return_exceptions=True)
    return [
        type(getattr(result, "orig", None) or result).__name__ if isinstance(result, Exception) else result
        for result in results
    ]


async def shared(engine: AsyncEngine, *statements: TextClause) -> list[object]:
    """Run statements in as many tasks over one session."""
    async with AsyncSession(engine) as session:
        return await outcomes(*(session.scalar(statement) for statement in statements))


async def inside(engine: AsyncEngine) -> tuple[object, object]:
    """How many customers a transaction sees that has added one, and how many a task beside it."""
    async with AsyncSession(engine) as session:
        await session.execute(INSERT)
        own = await session.scalar(COUNT)
        async with AsyncSession(engine) as other:
            return own, await other.scalar(COUNT)


async def nested(url: str) -> list[object]:
    """Two requests hold a connection each and ask for another, from a pool of two."""
    engine = create_async_engine(url, pool_size=2, max_overflow=0, pool_timeout=0.2)
    sessions = async_sessionmaker(engine)
    both_hold = asyncio.Barrier(2)

    async def request() -> object:
        async with sessions() as session:
            await session.execute(ONE)
            await both_hold.wait()
            async with sessions() as another:
                return await another.scalar(ONE)

    found = await outcomes(request(), request())
    await engine.dispose()
    return found


async def same_snapshot(engine: AsyncEngine) -> tuple[object, object]:
    """How many customers two sessions see, if the second imports the snapshot that the first took."""
    first, writer, second = (AsyncSession(engine) for _ in range(3))
    async with first, writer, second:
        await first.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        snapshot = await first.scalar(text("SELECT pg_export_snapshot()"))
        await writer.execute(INSERT)
        await writer.commit()
        await second.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        await second.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))
        return await first.scalar(COUNT), await second.scalar(COUNT)


# --8<-- [start:main]
async def main(url: str) -> None:
    engine = create_async_engine(url)
    print("the pool is empty:", await shared(engine, ONE, ONE, ONE))
    #> the pool is empty: [1, 'InvalidRequestError', 'InvalidRequestError']
    print("now it is not:", await shared(engine, ONE, ONE, ONE))
    #> now it is not: [1, 1, 1]
    checked = create_async_engine(url, pool_pre_ping=True)
    await shared(checked, ONE)
    print("the pool tests what it lends:", await shared(checked, ONE, ONE, ONE))
    #> the pool tests what it lends: [1, 'InvalidRequestError', 'InvalidRequestError']
    await checked.dispose()
    print("one fails:", await shared(engine, ONE, FAILS, ONE))
    #> one fails: [1, 'DivisionByZero', 'InFailedSqlTransaction']
    print("own, other transaction:", await inside(engine))
    #> own, other transaction: (10001, 10000)
    print("one in the other:", await nested(url))
    #> one in the other: ['TimeoutError', 'TimeoutError']
    print("one snapshot:", await same_snapshot(engine))
    #> one snapshot: (10000, 10000)
    await engine.dispose()


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        bench.run(main(bench.postgres(SHOP).url("postgresql+psycopg")))
