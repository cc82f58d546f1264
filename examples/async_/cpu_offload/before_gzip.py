"""An endpoint that compresses in the event loop."""

# --8<-- [start:main]
from fastapi import FastAPI, Response

from examples.async_.cpu_offload.export import compress, exported

app = FastAPI()


@app.get("/export/{count}")
async def export(count: int) -> Response:
    data = exported(count)
    body = compress(data)
    return Response(body, media_type="application/gzip")


# --8<-- [end:main]


if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        served = bench.serve("examples.async_.cpu_offload.before_gzip:app")
        body = httpx.get(f"{served.url}/export/120", timeout=10).content
        print(body[:2])
        #> b'\x1f\x8b'
