"""Fails when an endpoint sends what no model declares, or a list shows too much."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy.orm import Session

from examples.api.response_model.after import app
from examples.api.response_model.models import ACCOUNTS
from examples.api.shop.database import open_session
from examples.db.shop.engine import open_engine
from examples.harness import Bench


def undeclared(app: FastAPI) -> list[str]:
    """The endpoints whose answer has no model, or one that anything fits."""
    return [
        path
        for path, methods in app.openapi()["paths"].items()
        for endpoint in methods.values()
        for status, answer in endpoint["responses"].items()
        for body in answer.get("content", {}).values()
        if status.startswith("2") and takes_anything(body.get("schema", {}))
    ]


def takes_anything(schema: dict[str, Any]) -> bool:
    """Whether a schema has no fields: that of `None`, `Any`, `dict` or such a list."""
    if schema.get("type") == "array":
        schema = schema.get("items", {})
    return schema.keys() <= {"title"} or schema.get("additionalProperties") is True


async def get(app: FastAPI, path: str) -> httpx.Response:
    """One answer of the application, called in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


def test_every_endpoint_declares_what_it_sends() -> None:
    assert undeclared(app) == []


def test_the_list_shows_three_fields_of_a_customer(bench: Bench) -> None:
    with open_engine(bench.postgres(ACCOUNTS)) as engine, Session(engine) as session:
        app.dependency_overrides[open_session] = lambda: session
        try:
            answer = asyncio.run(get(app, "/customers?limit=2"))
        finally:
            del app.dependency_overrides[open_session]
    assert [set(customer) for customer in answer.json()] == [{"id", "name", "city"}] * 2
