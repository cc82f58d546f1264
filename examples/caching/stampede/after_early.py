"""Each reader may refill before the end, the likelier the nearer the end is."""

# --8<-- [start:main]
import json
import time
from math import log
from random import random

from examples.caching.shop.queries import find_also_bought
from examples.caching.stampede.worker import Worker, key_of

LIFETIME_S = 300


def is_due(left_s: float, refill_s: float, chance: float) -> bool:
    """Whether a reader refills; `chance` is random, from 0 to 1."""
    return -refill_s * log(1 - chance) >= left_s


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    key = f"{key_of(worker, product_id)}:early"
    if stored := await worker.cache.get(key):
        ends, refill_s, names = json.loads(stored)
        if not is_due(ends - time.time(), refill_s, random()):
            return list(names)
    start = time.time()
    names = await find_also_bought(worker.database, product_id)
    now = time.time()
    entry = json.dumps([now + LIFETIME_S, now - start, names])
    await worker.cache.set(key, entry, ex=LIFETIME_S)
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.stampede.burst import answers_and_queries
    from examples.harness import demo

    print([is_due(left, 1.0, chance=0.9) for left in (3.0, 2.0, 1.0)])
    #> [False, True, True]
    with demo() as bench:
        answers, queries = answers_and_queries(bench, also_bought, callers=10)
        print(len(answers), "answers without an entry,", queries, "queries")
        #> 10 answers without an entry, 10 queries
