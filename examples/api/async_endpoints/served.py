"""All versions behind one server, one of them at a time, beside a meter for the stalls of its loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from examples.api.async_endpoints import (
    after,
    after_async_health,
    after_httpx,
    after_more_threads,
    after_own_threads,
    before,
    when_not,
)
from examples.async_.bystanders import meter

VERSIONS: dict[str, FastAPI] = {
    module.__name__.rpartition(".")[2]: module.app
    for module in (
        before,
        after,
        after_httpx,
        after_own_threads,
        after_async_health,
        after_more_threads,
        when_not,
    )
}


class Chosen:
    """Whichever version was chosen last, with as many threads as it has alone."""

    def __init__(self) -> None:
        self.version = VERSIONS["before"]
        self.threads: dict[str, float] = {}

    async def choose(self, name: str) -> None:
        """Let this version answer from now on."""
        self.version = VERSIONS[name]
        current_default_thread_limiter().total_tokens = self.threads[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.version(scope, receive, send)


chosen = Chosen()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Start every version once, and note how many threads each asks for."""
    limiter = current_default_thread_limiter()
    default = limiter.total_tokens
    async with AsyncExitStack() as stack:
        for name, version in VERSIONS.items():
            limiter.total_tokens = default
            await stack.enter_async_context(version.router.lifespan_context(version))
            chosen.threads[name] = limiter.total_tokens
        yield


app = FastAPI(lifespan=lifespan)
app.add_api_route("/choose/{name}", chosen.choose)
app.add_api_route("/stall/start", meter.start)
app.add_api_route("/stall/stop", meter.stop)
app.mount("/", chosen)
