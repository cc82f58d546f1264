"""The order and the duty to tell the cache are committed together, and the duty is kept until it is done."""

from __future__ import annotations

import sys
from uuid import uuid4

from redis.exceptions import RedisError
from sqlalchemy import text

from examples.caching.invalidation import after, races
from examples.caching.invalidation.after import sales
from examples.caching.invalidation.orders import insert_order, key_of, transaction
from examples.caching.shop.worker import Worker
from examples.harness import Bench

__all__ = ["order", "sales", "tell"]

TABLE = text("CREATE TABLE untold (key text)")
OWE = text("INSERT INTO untold VALUES (:key)")
PAY = text("DELETE FROM untold RETURNING key")


# --8<-- [start:main]
async def order(worker: Worker, order_id: int, product_id: int) -> None:
    async with transaction(worker) as connection:
        await insert_order(connection, order_id, product_id)
        await connection.execute(OWE, {"key": key_of(worker, product_id)})
    try:
        await tell(worker)
    except RedisError:
        return  # a job calls `tell` every few seconds


async def tell(worker: Worker) -> None:
    """Start the generations that are due; if that fails they stay due."""
    async with transaction(worker) as connection:
        for key in await connection.scalars(PAY):
            lifetime_s = after.LIFETIME_S
            await worker.cache.set(f"{key}:gen", uuid4().hex, ex=lifetime_s)


# --8<-- [end:main]


async def run_it(bench: Bench) -> None:
    async with races.open_shop(bench) as shop:
        async with transaction(shop.writer.worker) as connection:
            await connection.execute(TABLE)
        found = await races.outcome(shop, sys.modules[__name__], races.cache_away)
        print("ordered while the cache is away:", found)
        #> ordered while the cache is away: old
        await tell(shop.other.worker)
        print("when the job has run:", "right" if await shop.is_right() else "old")
        #> when the job has run: right


def main(bench: Bench) -> None:
    bench.run(run_it(bench))


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
