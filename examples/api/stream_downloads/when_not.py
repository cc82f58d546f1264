"""Where one piece is right: the content is in memory already."""

from functools import cache
from io import BytesIO

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse


@cache
def chart(size: int) -> bytes:
    """As many bytes as an image has; one in some hundred is a line end."""
    return bytes((number * number + number) % 251 for number in range(size))


whole = FastAPI()


@whole.get("/chart/{size}")
def as_it_is(size: int) -> Response:
    return Response(chart(size), media_type="image/png")


stream = FastAPI()


@stream.get("/chart/{size}")
def as_a_stream(size: int) -> StreamingResponse:
    return StreamingResponse(BytesIO(chart(size)), media_type="image/png")


if __name__ == "__main__":
    print(len(chart(80_000)), chart(80_000).count(b"\n"))
    #> 80000 638
