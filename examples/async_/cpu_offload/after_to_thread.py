"""An endpoint that makes the PDF in one of many threads."""

# --8<-- [start:main]
import asyncio

from fastapi import FastAPI, Response

from examples.async_.cpu_offload.pdf import account, render

app = FastAPI()


@app.get("/statement/{count}")
async def statement(count: int) -> Response:
    lines = account(count)
    pdf = await asyncio.to_thread(render, lines)
    return Response(pdf, media_type="application/pdf")


# --8<-- [end:main]


if __name__ == "__main__":
    print(asyncio.run(statement(120)).body[:8])
    #> b'%PDF-1.4'
