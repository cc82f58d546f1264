"""Two services in one: prices, which are quick, and recommendations, which hang."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

HANGS = float(os.environ.get("HANGS_MS", "200")) / 1000
"""Seconds until the gateway before the recommendations gives up; real ones wait a minute."""
over = asyncio.Event()


async def price(request: Request) -> JSONResponse:
    return JSONResponse({"price": 100 * int(request.path_params["id"])})


async def silent(request: Request) -> Response:
    """Nothing comes, then an error."""
    if not HANGS:
        return JSONResponse([int(request.path_params["id"]) + 1])
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), HANGS)
    return Response(status_code=504)


async def dripping(_: Request) -> Response:
    """A blank every forty milliseconds, then an empty list: correct JSON in the end."""

    async def body() -> AsyncIterator[bytes]:
        clock = asyncio.get_running_loop().time
        end = clock() + HANGS
        while clock() < end and not over.is_set():
            yield b" "
            await asyncio.sleep(0.04)
        yield b"[]"

    return StreamingResponse(body(), media_type="application/json")


async def end_it(_: Request) -> Response:
    over.set()
    return Response()


async def begin_it(_: Request) -> Response:
    over.clear()
    return Response()


app = Starlette(
    routes=[
        Route("/prices/{id:int}", price),
        Route("/similar/{id:int}", silent),
        Route("/dripping/{id:int}", dripping),
        Route("/outage/end", end_it),
        Route("/outage/begin", begin_it),
    ]
)
