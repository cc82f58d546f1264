"""Every endpoint stays a plain function, and the process gets a hundred threads."""

# --8<-- [start:main]
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from examples.api.async_endpoints import before


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = 100
    async with before.lifespan(app):
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
    import os

    from examples.api.async_endpoints.asked import responses
    from examples.harness import demo

    with demo() as bench:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        answers = bench.run(responses(app, "/report", "/health"))
        print(*(answer.json() for answer in answers))
        #> {'ms': 200.0} ok
