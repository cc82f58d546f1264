"""The shop as it is served here, with what makes it old, what makes it wait, and idle threads."""

import asyncio
import os
from threading import Event, Thread

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from examples.profile.sampling.allowed import allow_profilers
from examples.profile.sampling.shop import asked, nearest


async def age(request: Request) -> JSONResponse:
    """Weeks of running, in one request: so many other places were asked for."""
    asked[:] = [(float(number), 0.0) for number in range(int(request.path_params["places"]))]
    return JSONResponse(len(asked))


delivered = asyncio.Event()
waiting = 0


async def stock(_: Request) -> JSONResponse:
    return JSONResponse(await left_in_stock())


async def left_in_stock() -> int:
    global waiting  # noqa: PLW0603 (a counter of this process)
    waiting += 1
    await delivered.wait()
    return 3


async def number_waiting(_: Request) -> JSONResponse:
    return JSONResponse(waiting)


async def deliver(_: Request) -> JSONResponse:
    """What the requests for the stock wait for."""
    delivered.set()
    delivered.clear()
    return JSONResponse("ok")


allow_profilers()
for _ in range(int(os.environ.get("IDLE_THREADS", "0"))):
    Thread(target=Event().wait, daemon=True).start()

app = Starlette(
    routes=[
        Route("/nearest", nearest),
        Route("/age/{places:int}", age),
        Route("/stock", stock),
        Route("/waiting", number_waiting),
        Route("/deliver", deliver),
    ]
)
