"""Another service on the same database, in a process of its own: it asks for one row now and then."""

from __future__ import annotations

import asyncio
import time

import psycopg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

INTERVAL = 0.005


class Watch:
    """Look-ups one after another, with a pause between them."""

    def __init__(self) -> None:
        self.ending = asyncio.Event()
        self.slowest = 0.0

    async def look_up(self, connection: psycopg.AsyncConnection) -> None:
        """Ask until told to end; what is under way then counts, too."""
        async with connection:
            while not self.ending.is_set():
                start = time.perf_counter()
                await connection.execute("SELECT name FROM customer WHERE id = 7")
                self.slowest = max(self.slowest, time.perf_counter() - start)
                await asyncio.sleep(INTERVAL)


_running: list[tuple[Watch, asyncio.Task[None]]] = []


async def begin(request: Request) -> JSONResponse:
    """`GET /begin?url=postgresql://…`: connect, and look up until told to end."""
    url = request.query_params["url"]
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    watch = Watch()
    _running.append((watch, asyncio.create_task(watch.look_up(connection))))
    return JSONResponse(None)


async def end(_: Request) -> JSONResponse:
    """`GET /end`: the seconds that the slowest look-up took."""
    watch, task = _running.pop()
    watch.ending.set()
    await task
    return JSONResponse(watch.slowest)


app = Starlette(routes=[Route("/begin", begin), Route("/end", end)])
