"""Somebody else's API: answers by key after a service time of the caller's choice."""

from __future__ import annotations

import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def item(request: Request) -> JSONResponse:
    """`GET /items/7?ms=5` → `{"id": 7, "name": "item 7", "price": 700}` after five milliseconds."""
    number: int = request.path_params["id"]
    await _service_time(request, default="0")
    return JSONResponse({"id": number, "name": f"item {number}", "price": number * 100})


async def slow(request: Request) -> JSONResponse:
    """`GET /slow?ms=200` → `{"ms": 200.0}` after as many milliseconds."""
    return JSONResponse({"ms": await _service_time(request, default="200")})


async def _service_time(request: Request, default: str) -> float:
    milliseconds = float(request.query_params.get("ms", default))
    if milliseconds:
        await asyncio.sleep(milliseconds / 1000)
    return milliseconds


app = Starlette(routes=[Route("/items/{id:int}", item), Route("/slow", slow)])
