"""What the shop stores when somebody orders, and what it computes from all orders."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from examples.caching.shop.worker import Worker

SALES = text("""
    SELECT count(DISTINCT this.order_id), count(*)
    FROM order_line AS this JOIN order_line AS other USING (order_id)
    WHERE this.product_id = :product_id
""")
ORDER = text("INSERT INTO order_line VALUES (:order_id, :product_id)")


async def find_sales(database: AsyncEngine, product_id: int) -> list[int]:
    """The orders that hold this product, and all that they hold: every order of it changes both."""
    async with database.connect() as connection:
        found = await connection.execute(SALES, {"product_id": product_id})
        return list(found.one())


@asynccontextmanager
async def transaction(worker: Worker) -> AsyncIterator[AsyncConnection]:
    """What the block does is committed when it ends, and rolled back when it fails."""
    engine = worker.database.execution_options(isolation_level="READ COMMITTED")
    async with engine.begin() as connection:
        yield connection


async def insert_order(connection: AsyncConnection, order_id: int, product_id: int) -> None:
    """Order one piece of one product."""
    await connection.execute(ORDER, {"order_id": order_id, "product_id": product_id})


async def read(worker: Worker, *keys: str) -> list[str | None]:
    """What is stored under these keys, in one round trip."""
    found = await worker.cache.mget(keys)
    return [value.decode() if isinstance(value, bytes) else value for value in found]


@contextmanager
def unless_away(key: str) -> Iterator[None]:
    """What is committed is committed: a cache that is away fails no order."""
    try:
        yield
    except RedisError as error:
        logging.error("%s stays as it was: %s", key, error)


def key_of(worker: Worker, product_id: int) -> str:
    """The key of a product's sales; the braces keep all keys of a product on one server of a cluster."""
    return f"{worker.key_prefix}:sales:v1:{{{product_id}}}"
