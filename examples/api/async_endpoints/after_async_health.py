"""The reports stay in threads; the endpoint that waits for nothing leaves them."""

# --8<-- [start:main]
from typing import Any

from fastapi import FastAPI

from examples.api.async_endpoints.before import lifespan

app = FastAPI(lifespan=lifespan)


@app.get("/report")
def report() -> Any:
    response = app.state.client.get("/slow?ms=200")
    response.raise_for_status()
    return response.json()


@app.get("/health")
async def health() -> str:
    return "ok"


# --8<-- [end:main]


if __name__ == "__main__":
    import os

    from examples.api.async_endpoints.asked import responses
    from examples.harness import demo

    with demo() as bench:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        answers = bench.run(responses(app, "/report", "/health"))
        print(*(answer.json() for answer in answers))
        #> {'ms': 200.0} ok
