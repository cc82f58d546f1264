"""Several applications in one server, and what only their measurement asks of it, below `/control`."""

from __future__ import annotations

import gc
import tracemalloc
from collections import Counter
from typing import Any

from sqlalchemy import Engine, create_engine, event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from examples.api.shop.database import new_session

_read: Counter[str] = Counter()
_engines: list[Engine] = []


def together(**applications: ASGIApp) -> Starlette:
    """The applications, each below its own name: `/before/orders`."""
    mounts = [Mount(f"/{name}", application) for name, application in applications.items()]
    return Starlette(routes=[*mounts, Mount("/control", routes=CONTROL)])


async def database(request: Request) -> JSONResponse:
    """Use the database whose URL is the body, from now on."""
    while _engines:
        _engines.pop().dispose()
    engine = create_engine((await request.body()).decode())
    new_session.configure(bind=engine)
    _engines.append(engine)
    return JSONResponse(None)


def _note(_: object, cursor: Any, *__: object) -> None:
    result = cursor.pgresult
    _read["queries"] += 1
    _read["rows"] += result.ntuples
    _read["database_bytes"] += sum(
        len(result.get_value(row, column) or b"")
        for row in range(result.ntuples)
        for column in range(result.nfields)
    )


async def read(_: Request) -> JSONResponse:
    """What was sent and read since this was last asked; counting begins with the first time."""
    [engine] = _engines
    if not event.contains(engine, "after_cursor_execute", _note):
        event.listen(engine, "after_cursor_execute", _note)
    found = {name: _read[name] for name in ("queries", "rows", "database_bytes")}
    _read.clear()
    return JSONResponse(found)


async def trace(_: Request) -> JSONResponse:
    """Begin to trace what Python allocates."""
    gc.collect()
    tracemalloc.start()
    return JSONResponse(None)


async def peak(_: Request) -> JSONResponse:
    """End it: the bytes that were allocated at most."""
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return JSONResponse(most)


CONTROL = [
    Route("/database", database, methods=["POST"]),
    Route("/read", read, methods=["POST"]),
    Route("/trace", trace, methods=["POST"]),
    Route("/peak", peak, methods=["POST"]),
]
