"""Every endpoint is a plain function, so each request takes a thread while it waits."""

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
    with httpx.Client(base_url=upstream, timeout=10) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/report")
def report() -> Any:
    response = app.state.client.get("/slow?ms=200")
    response.raise_for_status()
    return response.json()


@app.get("/health")
def health() -> str:
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
