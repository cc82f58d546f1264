"""Each process keeps answers in its memory; who writes forgets its own."""

# --8<-- [start:main]
import json
from time import monotonic

from examples.caching.invalidation import orders
from examples.caching.shop.worker import Worker

LIFETIME_S = 300


async def sales(worker: Worker, product_id: int) -> list[int]:
    expires, texts = worker.memory.get(product_id, (0.0, ["[]"]))
    if monotonic() < expires:
        return list(json.loads(texts[0]))
    found = await orders.find_sales(worker.database, product_id)
    expires = monotonic() + LIFETIME_S
    worker.memory[product_id] = (expires, [json.dumps(found)])
    return found


async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with orders.transaction(worker) as connection:
        await orders.insert_order(connection, order_id, product_id)
    worker.memory.pop(product_id, None)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.invalidation.races import after_an_order
    from examples.harness import demo

    with demo() as bench:
        print(after_an_order(bench, sales, order))
        #> ([400, 1600], [400, 1600])
