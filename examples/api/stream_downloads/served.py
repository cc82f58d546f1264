"""Every variant in one server, each under its own name, and a look at its memory."""

import gc
import tracemalloc

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from examples.api.stream_downloads import (
    after,
    after_generator,
    after_large,
    before,
    before_lines,
    on_error,
    when_not,
)


async def begin(_: Request) -> JSONResponse:
    """Trace from now on."""
    tracemalloc.start()
    return JSONResponse(tracemalloc.get_traced_memory()[0])


async def end(_: Request) -> JSONResponse:
    """The most bytes that were allocated at once since."""
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return JSONResponse(peak)


async def keep(_: Request) -> JSONResponse:
    """Collect nothing, so that what is collected only now and then stays to be seen."""
    gc.disable()
    return JSONResponse(None)


async def collect(_: Request) -> JSONResponse:
    return JSONResponse(gc.collect())


app = Starlette(
    routes=[
        *(Route(f"/memory/{view.__name__}", view) for view in (begin, end, keep, collect)),
        Mount("/before", before.app),
        Mount("/before_lines", before_lines.app),
        Mount("/after", after.app),
        Mount("/after_large", after_large.app),
        Mount("/after_generator", after_generator.app),
        Mount("/on_error", on_error.app),
        Mount("/whole", when_not.whole),
        Mount("/stream", when_not.stream),
    ]
)
