"""An endpoint that lets another process make the PDF."""

# --8<-- [start:main]
import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context

from fastapi import FastAPI, Response

from examples.async_.cpu_offload.pdf import account, render


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/statement/{count}")
async def statement(count: int) -> Response:
    lines = account(count)
    loop = asyncio.get_running_loop()
    pdf = await loop.run_in_executor(app.state.pool, render, lines)
    return Response(pdf, media_type="application/pdf")


# --8<-- [end:main]


async def main() -> None:
    async with lifespan(app):
        print((await statement(120)).body[:8])
        #> b'%PDF-1.4'


if __name__ == "__main__":
    asyncio.run(main())
