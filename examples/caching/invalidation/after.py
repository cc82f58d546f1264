"""A long lifetime; who writes starts a new generation after the commit."""

# --8<-- [start:main]
import json
from uuid import uuid4

from examples.caching.invalidation import orders
from examples.caching.shop.worker import Worker

LIFETIME_S = 300


async def sales(worker: Worker, product_id: int) -> list[int]:
    key = orders.key_of(worker, product_id)
    now, entry = await orders.read(worker, f"{key}:gen", key)
    if now and entry and (known := json.loads(entry))[0] == now:
        return list(known[1])
    now = now or await new_generation(worker, key)
    # Asked in this generation, stored for this generation.
    found = await orders.find_sales(worker.database, product_id)
    await worker.cache.set(key, json.dumps([now, found]), ex=LIFETIME_S)
    return found


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
    await new_generation(worker, orders.key_of(worker, product_id))


async def new_generation(worker: Worker, key: str) -> str:
    new = uuid4().hex  # never a number that comes again
    with orders.unless_away(key):
        await worker.cache.set(f"{key}:gen", new, ex=LIFETIME_S)
    return new


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [401, 1601])
