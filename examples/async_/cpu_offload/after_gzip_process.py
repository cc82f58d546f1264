"""An endpoint that compresses in another process."""

# --8<-- [start:main]
import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context

from fastapi import FastAPI, Response

from examples.async_.cpu_offload.export import compress, exported


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/export/{count}")
async def export(count: int) -> Response:
    data = exported(count)
    loop = asyncio.get_running_loop()
    body = await loop.run_in_executor(app.state.pool, compress, data)
    return Response(body, media_type="application/gzip")


# --8<-- [end:main]


if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        served = bench.serve("examples.async_.cpu_offload.after_gzip_process:app")
        body = httpx.get(f"{served.url}/export/120", timeout=10).content
        print(body[:2])
        #> b'\x1f\x8b'
