"""A long lifetime; who writes computes the new entry, after the commit."""

# --8<-- [start:main]
import json

from examples.caching.invalidation import before_delete, orders
from examples.caching.shop.worker import Worker


async def sales(worker: Worker, product_id: int) -> list[int]:
    return await before_delete.sales(worker, product_id)


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
    key = orders.key_of(worker, product_id)
    found = await orders.find_sales(worker.database, product_id)
    lifetime_s = before_delete.LIFETIME_S
    with orders.unless_away(key):
        await worker.cache.set(key, json.dumps(found), ex=lifetime_s)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [401, 1601])
