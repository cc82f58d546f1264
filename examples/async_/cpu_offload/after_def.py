"""An endpoint without async, which FastAPI runs in one of its threads."""

# --8<-- [start:main]
from fastapi import FastAPI, Response

from examples.async_.cpu_offload.pdf import account, render

app = FastAPI()


@app.get("/statement/{count}")
def statement(count: int) -> Response:
    lines = account(count)
    pdf = render(lines)
    return Response(pdf, media_type="application/pdf")


# --8<-- [end:main]


if __name__ == "__main__":
    print(statement(120).body[:8])
    #> b'%PDF-1.4'
