"""A service in which two endpoints block the event loop."""

# --8<-- [start:main]
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from hashlib import scrypt
from typing import Any

import requests
from fastapi import FastAPI

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def left_in_stock() -> Any:
    upstream = os.environ["UPSTREAM_URL"]
    return requests.get(f"{upstream}/slow?ms=80", timeout=10).json()


def hash_password(password: bytes) -> str:
    return scrypt(password, salt=b"salt", n=2**14, r=8, p=4).hex()


async def health() -> str:
    return "ok"


async def stock() -> Any:
    return left_in_stock()


async def login() -> str:
    return hash_password(b"secret")


def service(watched: Lifespan) -> FastAPI:
    app = FastAPI(lifespan=watched)
    for endpoint in (health, stock, login):
        app.add_api_route(f"/{endpoint.__name__}", endpoint)
    return app


# --8<-- [end:main]
