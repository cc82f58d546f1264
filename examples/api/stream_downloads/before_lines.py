"""Download an export as a stream of what its file yields, which are lines."""

# --8<-- [start:main]
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from examples.api.stream_downloads.exports import JSONL, path_of

app = FastAPI()


def content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


@app.get("/exports/{day}")
def export(day: date) -> Response:
    lines = content(path_of(day))
    return StreamingResponse(lines, media_type=JSONL)


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.stream_downloads.demo import ask_for_a_part

    print(ask_for_a_part(app))
    #> (200, 5000)
