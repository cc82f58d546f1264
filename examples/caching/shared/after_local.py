"""Keep each answer in this worker's own memory for about five minutes."""

# --8<-- [start:main]
import random
from time import monotonic

from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.worker import Worker

LIFETIME_S = 300
MOST = 1_000


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    expires, names = worker.memory.get(product_id, (0.0, []))
    if monotonic() < expires:
        return list(names)
    names = await find_also_bought(worker.database, product_id)
    worker.memory.pop(product_id, None)
    if len(worker.memory) >= MOST:
        worker.memory.pop(next(iter(worker.memory)))  # the one stored first
    expires = monotonic() + LIFETIME_S * random.uniform(0.9, 1.1)
    worker.memory[product_id] = (expires, list(names))
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.shop.seed import PURCHASES
    from examples.caching.shop.worker import open_worker
    from examples.harness import demo

    async def main(database_url: str, cache_url: str) -> None:
        async with open_worker(database_url, cache_url) as worker:
            print(await also_bought(worker, 7))
            #> ['Product 1', 'Product 13', 'Product 3', 'Product 5', 'Product 9']
            print(worker.memory.keys())
            #> dict_keys([7])

    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
