"""Who misses takes a lease, and stores only while it holds; a delete ends both."""

# --8<-- [start:main]
import json
from uuid import uuid4

from examples.caching.invalidation import orders
from examples.caching.shop.worker import Worker

LIFETIME_S, LEASE_S = 300, 10
STORE = """
if redis.call('GET', KEYS[2]) == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
    redis.call('DEL', KEYS[2])
end
"""


async def sales(worker: Worker, product_id: int) -> list[int]:
    key, token = orders.key_of(worker, product_id), uuid4().hex
    if stored := await worker.cache.get(key):
        return list(json.loads(stored))
    lease = f"{key}:lease"
    mine = await worker.cache.set(lease, token, nx=True, ex=LEASE_S)
    found = await orders.find_sales(worker.database, product_id)
    if mine:
        store = worker.cache.register_script(STORE)
        await store([key, lease], [token, json.dumps(found), LIFETIME_S])
    return found


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
    key = orders.key_of(worker, product_id)
    with orders.unless_away(key):
        await worker.cache.delete(key, f"{key}:lease")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [401, 1601])
