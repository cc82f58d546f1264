"""What a worker process opens when it starts and keeps until it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@dataclass(frozen=True)
class Worker:
    """One process of the service.

    Attributes:
        database: A pool of connections; each query is its own transaction.
        cache: A pool of connections to the cache that all workers share.
        key_prefix: Begins every key of this application.
        memory: This process's own cache: by product, when the answer expires and the answer.
    """

    database: AsyncEngine
    cache: Redis
    key_prefix: str = "shop"
    memory: dict[int, tuple[float, list[str]]] = field(default_factory=dict)


@asynccontextmanager
async def open_worker(
    database_url: str, cache_url: str, cache_timeout_s: float = 0.25
) -> AsyncIterator[Worker]:
    """Open a worker and close it again."""
    database = create_async_engine(database_url, isolation_level="AUTOCOMMIT")
    # redis-py 8 by itself waits five seconds for an answer; from_url() never tries again,
    # Redis() ten times. One retry: the server may have closed a pooled connection.
    cache = Redis.from_url(
        cache_url,
        socket_timeout=cache_timeout_s,
        socket_connect_timeout=cache_timeout_s,
        retry=Retry(NoBackoff(), retries=1),
    )
    try:
        yield Worker(database, cache)
    finally:
        await cache.aclose()
        await database.dispose()
