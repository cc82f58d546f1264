"""Download an export as a stream of pieces, which need not come from a file."""

# --8<-- [start:main]
from collections.abc import Generator
from datetime import date
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from examples.api.stream_downloads.exports import JSONL, path_of

app = FastAPI()


def pieces(path: Path) -> Generator[bytes, None, None]:
    with path.open("rb") as file:
        while piece := file.read(64 * 1024):
            yield piece


@app.get("/exports/{day}")
def export(day: date) -> Response:
    content = pieces(path_of(day))
    close = BackgroundTask(content.close)  # also when the client is gone
    return StreamingResponse(content, media_type=JSONL, background=close)


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.stream_downloads.demo import ask_for_a_part

    print(ask_for_a_part(app))
    #> (200, 5000)
