"""Download an export that the server reads in pieces while it sends it."""

# --8<-- [start:main]
from datetime import date

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse

from examples.api.stream_downloads.exports import JSONL, path_of

app = FastAPI()


@app.get("/exports/{day}")
def export(day: date) -> Response:
    return FileResponse(path_of(day), media_type=JSONL)


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.stream_downloads.demo import ask_for_a_part

    print(ask_for_a_part(app))
    #> (206, 100)
