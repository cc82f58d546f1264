"""A report endpoint with a blocking client, called in a thread."""

# --8<-- [start:main]
import asyncio
import os
from typing import Any

import requests
from fastapi import FastAPI

app = FastAPI()


def fetch_report() -> Any:
    upstream = os.environ["UPSTREAM_URL"]
    response = requests.get(f"{upstream}/slow?ms=100", timeout=10)
    response.raise_for_status()
    return response.json()


@app.get("/report")
async def report() -> Any:
    return await asyncio.to_thread(fetch_report)


@app.get("/health")
async def health() -> str:
    return "ok"


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        served = bench.serve(
            "examples.async_.blocking_call.after_to_thread:app",
            UPSTREAM_URL=bench.upstream(),
        )
        print(requests.get(f"{served.url}/report", timeout=10).json())
        #> {'ms': 100.0}
