"""What goes wrong with the size of a pool: overflow, waiting, a full server."""

import asyncio
from contextlib import ExitStack

import psycopg
from sqlalchemy import create_engine, event, exc
from sqlalchemy.ext.asyncio import create_async_engine

from examples.db.connection_per_task.sharing import nested
from examples.db.connection_pool.trouble import exhausted
from examples.db.pool_size.service import burst, figure
from examples.db.pool_size.when_not import names
from examples.db.shop.seed import SHOP
from examples.harness import demo


async def opened(url: str, *, pool_size: int, max_overflow: int) -> list[int]:
    """The connections that each of three bursts of fifteen requests opens."""
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=max_overflow)
    counts: list[int] = []

    @event.listens_for(engine.sync_engine, "connect")
    def count(*_: object) -> None:
        counts[-1] += 1

    for _ in range(3):
        counts.append(0)
        await burst([engine], names, 15)
    await engine.dispose()
    return counts


async def answered(url: str, *, holding: bool) -> int:
    """How many of six requests are, from a pool of two, that also call another service.

    The service answers when each of the six has asked it, or has given up.
    """
    engine = create_async_engine(url, pool_size=2, max_overflow=0, pool_timeout=1)
    await burst([engine], names, 2)  # opens both
    through, answer = asyncio.Semaphore(0), asyncio.Event()

    async def call() -> None:
        through.release()
        await answer.wait()

    async def request() -> None:
        try:
            async with engine.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")
                if holding:
                    await call()
            if not holding:
                await call()
        except exc.TimeoutError:
            through.release()
            raise

    requests = [asyncio.create_task(request()) for _ in range(6)]
    for _ in requests:
        await through.acquire()
    answer.set()
    found = await asyncio.gather(*requests, return_exceptions=True)
    await engine.dispose()
    return found.count(None)


async def quick(url: str, *, own_pool: bool) -> int:
    """How many of six look-ups are answered while two reports take long.

    The reports wait for a lock that is given up when each look-up has its answer, or has given up.
    """
    engine = create_async_engine(url, pool_size=2, max_overflow=0, pool_timeout=1)
    slow = create_async_engine(url, pool_size=2, max_overflow=0) if own_pool else engine
    with psycopg.connect(url.replace("+psycopg", "")) as holder:
        holder.execute("LOCK TABLE order_line")
        reports = [asyncio.create_task(figure(slow, number)) for number in range(2)]
        await asyncio.sleep(0)  # each has a connection now
        found = await asyncio.gather(*(names(engine, n) for n in range(6)), return_exceptions=True)
    await asyncio.gather(*reports)
    await engine.dispose()
    await slow.dispose()
    return sum(isinstance(answer, list) for answer in found)


def full(url: str, *, processes: int, pool_size: int, max_overflow: int) -> str:
    """What a request hears when each process has lent as many connections as its pool may."""
    with ExitStack() as stack:
        try:
            for _ in range(processes):
                engine = create_engine(url, pool_size=pool_size, max_overflow=max_overflow)
                stack.callback(engine.dispose)
                for _ in range(pool_size + max_overflow):
                    stack.enter_context(engine.connect())
        except exc.OperationalError as error:
            return "FATAL" + str(error.orig).partition("FATAL")[2]
    return f"{processes * (pool_size + max_overflow)} connections"


# --8<-- [start:main]
async def main(url: str) -> None:
    print("5 and 10 more:", await opened(url, pool_size=5, max_overflow=10))
    #> 5 and 10 more: [15, 10, 10]
    print("15 and no more:", await opened(url, pool_size=15, max_overflow=0))
    #> 15 and no more: [15, 0, 0]
    print(exhausted(url))
    #> QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 0.10
    print("one in the other:", await nested(url))
    #> one in the other: ['TimeoutError', 'TimeoutError']
    print("held during a call:", await answered(url, holding=True), "of 6")
    #> held during a call: 2 of 6
    print("given back before:", await answered(url, holding=False), "of 6")
    #> given back before: 6 of 6
    print("two reports before:", await quick(url, own_pool=False), "of 6")
    #> two reports before: 0 of 6
    print("in a pool of their own:", await quick(url, own_pool=True), "of 6")
    #> in a pool of their own: 6 of 6
    print(full(url, processes=14, pool_size=5, max_overflow=10))
    #> FATAL:  sorry, too many clients already


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        bench.run(main(bench.postgres(SHOP).url("postgresql+psycopg")))
