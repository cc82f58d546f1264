"""A report endpoint that leaves the event loop free during a slow call."""

# --8<-- [start:main]
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    upstream = os.environ["UPSTREAM_URL"]
    async with httpx.AsyncClient(base_url=upstream, timeout=10) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/report")
async def report() -> Any:
    response = await app.state.client.get("/slow?ms=100")
    response.raise_for_status()
    return response.json()


@app.get("/health")
async def health() -> str:
    return "ok"


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        served = bench.serve(
            "examples.async_.blocking_call.after:app", UPSTREAM_URL=bench.upstream()
        )
        print(httpx.get(f"{served.url}/report", timeout=10).json())
        #> {'ms': 100.0}
