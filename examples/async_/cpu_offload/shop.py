"""All versions of the endpoint in one application, each under a path of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from examples.async_.bystanders.meter import observe
from examples.async_.cpu_offload import (
    after,
    after_def,
    after_one_thread,
    after_to_thread,
    before,
)

VERSIONS = {
    module.__name__.rpartition(".")[2]: module.app
    for module in (before, after, after_to_thread, after_one_thread, after_def)
}


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Those of all versions, which a mounted application does not run by itself."""
    async with AsyncExitStack() as stack:
        for version in VERSIONS.values():
            await stack.enter_async_context(version.router.lifespan_context(version))
        yield


app = FastAPI(lifespan=lifespan)
observe(app)
for name, version in VERSIONS.items():
    app.mount(f"/{name}", version)
