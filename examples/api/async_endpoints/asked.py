"""A client in the loop of an application, for demonstrations and tests."""

from __future__ import annotations

import httpx
from fastapi import FastAPI


async def responses(app: FastAPI, *paths: str) -> list[httpx.Response]:
    """What an application answers to requests one after another, from its start to its end."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://app") as client,
    ):
        return [await client.get(path) for path in paths]
