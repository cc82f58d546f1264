"""A long lifetime; who writes deletes the entry, before the commit."""

# --8<-- [start:main]
import json

from examples.caching.invalidation import orders
from examples.caching.shop.worker import Worker

LIFETIME_S = 300


async def sales(worker: Worker, product_id: int) -> list[int]:
    key = orders.key_of(worker, product_id)
    if stored := await worker.cache.get(key):
        return list(json.loads(stored))
    found = await orders.find_sales(worker.database, product_id)
    await worker.cache.set(key, json.dumps(found), ex=LIFETIME_S)
    return found


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
        await worker.cache.delete(orders.key_of(worker, product_id))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [401, 1601])
