"""An endpoint that lets another process make the PDF."""

# --8<-- [start:main]
import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context

from fastapi import FastAPI, Response

from examples.async_.cpu_offload.statement import (
    lines_of_account,
    render,
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/statement/{count}")
async def statement(count: int) -> Response:
    lines = lines_of_account(count)
    loop = asyncio.get_running_loop()
    pdf = await loop.run_in_executor(app.state.pool, render, lines)
    return Response(pdf, media_type="application/pdf")


# --8<-- [end:main]


if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        served = bench.serve("examples.async_.cpu_offload.after:app")
        pdf = httpx.get(f"{served.url}/statement/120", timeout=10).content
        print(pdf[:8])
        #> b'%PDF-1.4'
