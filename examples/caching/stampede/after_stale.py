"""One request refills an entry past its time; the others take the old answer."""

# --8<-- [start:main]
import json
import time

from redis.exceptions import RedisError

from examples.caching.shop.queries import find_also_bought
from examples.caching.stampede import after
from examples.caching.stampede.worker import Worker, key_of

FRESH_S, KEPT_S, NEXT_TRY_S = 300, 600, 5


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    key = f"{key_of(worker, product_id)}:dated"
    try:
        if stored := await worker.cache.get(key):
            fresh_until, names = json.loads(stored)
            if time.time() < fresh_until or not await worker.cache.set(
                f"{key}:refill", 1, nx=True, ex=NEXT_TRY_S
            ):
                return list(names)
    except (RedisError, ValueError):
        pass
    return await after.once(worker, product_id, refill)


async def refill(worker: Worker, product_id: int) -> list[str]:
    key = f"{key_of(worker, product_id)}:dated"
    names = await find_also_bought(worker.database, product_id)
    entry = json.dumps([time.time() + FRESH_S, names])
    try:
        await worker.cache.set(key, entry, ex=KEPT_S)
    except RedisError:
        return names
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
