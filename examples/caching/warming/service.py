"""The service that says what else was bought, with a cache in the memory of each of its processes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from examples.caching.shared.after_local import also_bought
from examples.caching.shop.worker import Worker, open_worker

HOT = range(1, 21)
"""The products that were asked for most, says yesterday's log."""
LIMIT_S = 30.0
"""A process that has not filled its cache by then starts without. The platform must have more patience."""

Ask = Callable[[Worker, int], Awaitable[list[str]]]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[Worker]:
    """Open what a process needs, where its requests find it."""
    where = os.environ["DATABASE_URL"], os.environ["CACHE_URL"]
    # Valkey is asked at the start alone, where nobody waits.
    async with open_worker(*where, cache_timeout_s=LIMIT_S) as worker:
        app.state.worker = worker
        yield worker


async def fill(worker: Worker, products: Iterable[int], ask: Ask = also_bought) -> None:
    """Ask for each product as a request would, four at a time."""
    left = iter(products)

    async def ask_for_the_next() -> None:
        for product_id in left:
            await ask(worker, product_id)

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(ask_for_the_next())


def application(lifespan: Lifespan) -> FastAPI:
    """The application, with its own way to start."""
    app = FastAPI(lifespan=lifespan)

    @app.get("/also-bought/{product_id}")
    async def names(product_id: int) -> list[str]:
        return await also_bought(app.state.worker, product_id)

    return app
