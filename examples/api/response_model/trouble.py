"""What a declared model keeps in, what goes past it, and what it refuses."""

import asyncio

import httpx
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from examples.api.response_model.models import AccountOut, CustomerOut
from examples.api.response_model.workload import accounts

[ACCOUNT] = accounts(1)


async def get(path: str) -> httpx.Response:
    """One answer, or the error that a client gets."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


def seen(path: str) -> str:
    """The fields that a client sees, or the status of an error."""
    answer = asyncio.run(get(path))
    if answer.is_error:
        return str(answer.status_code)
    fields = [*answer.json()]
    return f"{len(fields)} fields" + ", the hash too" * ("password_hash" in fields)


# --8<-- [start:main]
app = FastAPI()


@app.get("/wider-object")
def wider_object() -> CustomerOut:
    return ACCOUNT  # an AccountOut, which has all fields


@app.get("/wider-type")
def wider_type() -> CustomerOut | AccountOut:
    return ACCOUNT


@app.get("/response", response_model=CustomerOut)
def response() -> Response:
    return JSONResponse(ACCOUNT.model_dump(mode="json"))


@app.get("/no-city", response_model=CustomerOut)
def no_city() -> object:
    return {"id": 2, "name": "Customer 2", "city": None}


def main() -> None:
    print(seen("/wider-object"), "|", seen("/wider-type"))
    #> 3 fields | 11 fields, the hash too
    print(seen("/response"), "|", seen("/no-city"))
    #> 11 fields, the hash too | 500


# --8<-- [end:main]


if __name__ == "__main__":
    main()
