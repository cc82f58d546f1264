"""Leave alone what is compressed already: name its type, and it is passed through."""

# --8<-- [start:main]
from random import Random

from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

app = FastAPI()
app.add_middleware(
    GZipMiddleware,
    minimum_size=500,
    compresslevel=4,
    exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, SHEET, "application/pdf"),
)


def zipped(size: int) -> bytes:
    """As many bytes as a zip file has; to a compressor they look random."""
    return Random(size).randbytes(size)


@app.get("/sheet")
async def sheet(size: int = 100_000) -> Response:
    """A spreadsheet, which is a zip file."""
    return Response(zipped(size), media_type=SHEET)


# --8<-- [end:main]
if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        url = bench.serve("examples.api.compression.when_not:app").url
        answer = httpx.get(f"{url}/sheet")
    print(answer.headers.get("content-encoding"), answer.num_bytes_downloaded)
    #> None 100000
