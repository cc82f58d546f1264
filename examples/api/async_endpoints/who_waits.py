"""How often a request is sent to a thread, and whether it is answered while all forty are taken."""

# --8<-- [start:main]
import asyncio
from collections.abc import Iterator
from typing import Annotated

import httpx
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse

from examples.api.async_endpoints.counted import answered_at_once, sent_to_threads

app = FastAPI()


def settings() -> str:
    return "settings"


def session() -> Iterator[str]:
    yield "session"


class Page:
    def __init__(self, limit: int = 10) -> None:
        self.limit = limit


@app.get("/async")
async def coroutine() -> str:
    return "ok"


@app.get("/def")
def function() -> str:
    return "ok"


@app.get("/async-def-dependency")
async def def_dependency(_: Annotated[str, Depends(settings)]) -> str:
    return "ok"


@app.get("/async-class-dependency")
async def class_dependency(_: Annotated[Page, Depends()]) -> str:
    return "ok"


@app.get("/async-yield-dependency")
async def yield_dependency(_: Annotated[str, Depends(session)]) -> str:
    return "ok"


@app.get("/async-file")
async def file() -> FileResponse:
    return FileResponse(__file__)


# --8<-- [end:main]
PATHS = [
    "/async",
    "/def",
    "/async-def-dependency",
    "/async-class-dependency",
    "/async-yield-dependency",
    "/async-file",
]


async def answered() -> list[bool]:
    """Which paths are answered while somebody has all threads."""
    limiter = current_default_thread_limiter()
    holders = [object() for _ in range(int(limiter.available_tokens))]
    for holder in holders:
        limiter.acquire_on_behalf_of_nowait(holder)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        found = await answered_at_once(client, PATHS)
    for holder in holders:
        limiter.release_on_behalf_of(holder)
    return found


async def main() -> None:
    found = await answered()
    for path, ok in zip(PATHS, found, strict=True):
        trips = await sent_to_threads(app, path)
        print(f"{path:24} {trips} trips, {'answered' if ok else 'waits'}")
        #> /async                   0 trips, answered
        #> /def                     2 trips, waits
        #> /async-def-dependency    1 trips, waits
        #> /async-class-dependency  1 trips, waits
        #> /async-yield-dependency  2 trips, waits
        #> /async-file              4 trips, waits


if __name__ == "__main__":
    asyncio.run(main())
