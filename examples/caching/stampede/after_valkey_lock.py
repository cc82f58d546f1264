"""One process refills the entry; the others look again until it is there."""

# --8<-- [start:main]
import asyncio
from contextlib import suppress

from redis.exceptions import RedisError

from examples.caching.stampede import before
from examples.caching.stampede.after import once
from examples.caching.stampede.worker import Worker, key_of, read

LEASE_S = 5  # more than a refill takes; then a dead holder is forgotten


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    return await once(worker, product_id, one_process)


async def one_process(worker: Worker, product_id: int) -> list[str]:
    key = key_of(worker, product_id)
    while (names := await read(worker, key)) is None:
        lock = worker.cache.lock(f"{key}:refill", timeout=LEASE_S)
        try:
            mine = await lock.acquire(blocking=False)
        except RedisError:
            return await before.also_bought(worker, product_id)
        if mine:
            try:
                return await before.also_bought(worker, product_id)
            finally:
                with suppress(RedisError):
                    await lock.release()
        await asyncio.sleep(0.02)
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.stampede.burst import answers_and_queries
    from examples.harness import demo

    with demo() as bench:
        answers, queries = answers_and_queries(
            bench, also_bought, callers=10, workers=4
        )
        print(len(answers), "answers,", queries, "query")
        #> 10 answers, 1 query
