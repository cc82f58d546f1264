"""An endpoint that makes a PDF in the event loop."""

# --8<-- [start:main]
from fastapi import FastAPI, Response

from examples.async_.cpu_offload.statement import (
    lines_of_account,
    render,
)

app = FastAPI()


@app.get("/statement/{count}")
async def statement(count: int) -> Response:
    lines = lines_of_account(count)
    pdf = render(lines)
    return Response(pdf, media_type="application/pdf")


# --8<-- [end:main]


if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        served = bench.serve("examples.async_.cpu_offload.before:app")
        pdf = httpx.get(f"{served.url}/statement/120", timeout=10).content
        print(pdf[:8])
        #> b'%PDF-1.4'
