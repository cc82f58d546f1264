"""The first request refills; the others of its process wait for its answer."""

# --8<-- [start:main]
import asyncio
from collections.abc import Awaitable, Callable

from examples.caching.stampede import before
from examples.caching.stampede.worker import Worker

Refill = Callable[[Worker, int], Awaitable[list[str]]]


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    return await once(worker, product_id, before.also_bought)


async def once(
    worker: Worker,
    product_id: int,
    refill: Refill,
) -> list[str]:
    """Join the refill that runs for this product, or start one."""
    running = worker.refills
    if (task := running.get(product_id)) is None:
        limited = asyncio.wait_for(refill(worker, product_id), 10)
        task = running[product_id] = asyncio.create_task(limited)
        task.add_done_callback(lambda _: running.pop(product_id))
    # A caller that is cancelled leaves the refill to the others.
    return list(await asyncio.shield(task))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.stampede.burst import answers_and_queries
    from examples.harness import demo

    with demo() as bench:
        answers, queries = answers_and_queries(bench, also_bought, callers=10)
        print(len(answers), "answers,", queries, "query")
        #> 10 answers, 1 query
