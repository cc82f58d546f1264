"""An application that quotes prices, with every version of the retries under a path of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from examples.async_.blocking_sleep import after, after_to_thread, before
from examples.async_.bystanders.meter import observe

VERSIONS = {"before": before, "after": after, "after_to_thread": after_to_thread}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """One client for the application."""
    async with httpx.AsyncClient(base_url=os.environ["PRICES_URL"], timeout=10) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)
observe(app)


@app.get("/{version}/quote/{item}")
async def quote(version: str, item: int) -> int:
    """The price of an item, however long the service takes."""
    price: int = await VERSIONS[version].price(app.state.client, item)
    return price
