"""One generation for all products: simple, and every order empties the whole cache."""

# --8<-- [start:main]
import json

from examples.caching.invalidation import after, orders
from examples.caching.shop.worker import Worker


async def sales(worker: Worker, product_id: int) -> list[int]:
    all_, key = f"{worker.key_prefix}:all", orders.key_of(worker, product_id)
    now, entry = await orders.read(worker, f"{all_}:gen", key)
    if now and entry and (known := json.loads(entry))[0] == now:
        return list(known[1])
    now = now or await after.new_generation(worker, all_)
    found = await orders.find_sales(worker.database, product_id)
    entry = json.dumps([now, found])
    await worker.cache.set(key, entry, ex=after.LIFETIME_S)
    return found


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
    await after.new_generation(worker, f"{worker.key_prefix}:all")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [401, 1601])
