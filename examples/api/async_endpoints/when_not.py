"""Reading files: a coroutine sends each step to a thread, a function goes once."""

# --8<-- [start:main]
from pathlib import Path

import anyio
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from examples.api.async_endpoints import after, before

app = FastAPI()
NOTES = [Path(before.__file__), Path(after.__file__)]  # any two small files


@app.get("/def")
def notes() -> PlainTextResponse:
    return PlainTextResponse("".join(note.read_text() for note in NOTES))


@app.get("/async")
async def notes_async() -> PlainTextResponse:
    texts = [await anyio.Path(note).read_text() for note in NOTES]
    return PlainTextResponse("".join(texts))


# --8<-- [end:main]


if __name__ == "__main__":
    import asyncio

    from examples.api.async_endpoints.asked import responses

    one, other = asyncio.run(responses(app, "/def", "/async"))
    print(one.status_code, one.text == other.text)
    #> 200 True
