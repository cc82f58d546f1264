"""One request of a process refills; the others wait, and then read again."""

# --8<-- [start:main]
import asyncio

from examples.caching.stampede import before
from examples.caching.stampede.worker import Worker, key_of, read


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    names = await read(worker, key_of(worker, product_id))
    if names is not None:
        return names
    lock = worker.locks.get(product_id)
    if lock is None:
        lock = worker.locks[product_id] = asyncio.Lock()
    async with lock:
        return await before.also_bought(worker, product_id)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.stampede.burst import answers_and_queries
    from examples.harness import demo

    with demo() as bench:
        answers, queries = answers_and_queries(bench, also_bought, callers=10)
        print(len(answers), "answers,", queries, "query")
        #> 10 answers, 1 query
