"""The service as a process: every variant under a path of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from sqlalchemy import event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from examples.caching.stampede import after, after_lock, after_stale, after_valkey_lock, before
from examples.caching.stampede.worker import open_worker

VARIANTS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (before, after_lock, after, after_valkey_lock, after_stale)
}


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    opened = open_worker(os.environ["DATABASE_URL"], os.environ["CACHE_URL"], cache_timeout_s=30)
    async with opened as worker:
        app.state.worker = worker
        app.state.asked = app.state.queries = 0

        @event.listens_for(worker.database.sync_engine, "before_cursor_execute")
        def count(*_: object) -> None:
            app.state.queries += 1

        yield


async def counts(request: Request) -> JSONResponse:
    """How many requests have come for products, and how many queries have begun."""
    return JSONResponse([request.app.state.asked, request.app.state.queries])


async def also_bought(request: Request) -> JSONResponse:
    """What one variant answers for a product."""
    request.app.state.asked += 1
    variant = VARIANTS[request.path_params["variant"]]
    names = await variant.also_bought(request.app.state.worker, request.path_params["product_id"])
    return JSONResponse(names)


app = Starlette(
    routes=[Route("/counts", counts), Route("/{variant}/{product_id:int}", also_bought)],
    lifespan=lifespan,
)
