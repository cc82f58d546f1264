"""Every endpoint is a coroutine, which takes no thread while it waits."""

# --8<-- [start:main]
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    upstream = os.environ["UPSTREAM_URL"]
    wait = aiohttp.ClientTimeout(10)
    async with aiohttp.ClientSession(upstream, timeout=wait) as session:
        app.state.session = session
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/report")
async def report() -> Any:
    async with app.state.session.get("/slow?ms=200") as response:
        response.raise_for_status()
        return await response.json()


@app.get("/health")
async def health() -> str:
    return "ok"


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.api.async_endpoints.asked import responses
    from examples.harness import demo

    with demo() as bench:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        answers = bench.run(responses(app, "/report", "/health"))
        print(*(answer.json() for answer in answers))
        #> {'ms': 200.0} ok
