"""A worker process of the shop, with what it needs to refill an entry once."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from redis.exceptions import RedisError

from examples.caching.shop import worker as shop

LIFETIME_S = 300
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker(shop.Worker):
    """One process of the service.

    Attributes:
        refills: The refills that run in this process, by product.
        locks: The locks that this process uses just now, by product.
    """

    refills: dict[int, asyncio.Task[list[str]]] = field(default_factory=dict)
    locks: WeakValueDictionary[int, asyncio.Lock] = field(
        default_factory=WeakValueDictionary
    )


@asynccontextmanager
async def open_worker(
    database_url: str, cache_url: str, cache_timeout_s: float = 0.25
) -> AsyncIterator[Worker]:
    """Open a worker and close it again."""
    opened = shop.open_worker(database_url, cache_url, cache_timeout_s)
    async with opened as worker:
        yield Worker(worker.database, worker.cache)


def key_of(worker: Worker, product_id: int) -> str:
    """The key of a product's entry."""
    return f"{worker.key_prefix}:also-bought:v1:{product_id}"


async def read(worker: Worker, key: str) -> list[str] | None:
    """The stored names, or None: nothing is stored, it is damaged, or the cache is away."""
    try:
        cached = await worker.cache.get(key)
        stored: list[str] | None = None if cached is None else json.loads(cached)
    except (RedisError, ValueError) as error:
        log.warning("cache not read: %s", error)
        return None
    return stored


async def write(worker: Worker, key: str, names: list[str]) -> None:
    """Store the names for about five minutes; a cache that is away changes nothing."""
    # Jitter: answers stored in one second do not expire in one second.
    lifetime = round(LIFETIME_S * random.uniform(0.9, 1.1))
    try:
        await worker.cache.set(key, json.dumps(names), ex=lifetime)
    except RedisError as error:
        log.warning("cache not written: %s", error)
