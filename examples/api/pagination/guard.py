"""Fails when one request can read the whole table, or a list has no greatest limit."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.api.pagination.after import app
from examples.api.pagination.few_orders import shop_of
from examples.api.shop.database import open_session
from examples.db.shop.engine import open_engine
from examples.harness import Bench

SIZES = {"limit", "size", "page_size", "per_page"}  # as this API calls them


def unlimited(app: FastAPI) -> list[str]:
    """The endpoints that answer with a list of a size that has no maximum."""
    api = app.openapi()
    found = []
    for path, methods in api["paths"].items():
        endpoint = methods.get("get", {"responses": {}})
        answer = endpoint["responses"].get("200", {}).get("content", {})
        schema = answer.get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        model = api.get("components", {}).get("schemas", {}).get(name, {})
        fields = [schema, *model.get("properties", {}).values()]
        parameters = endpoint.get("parameters", [])
        sizes = [one["schema"] for one in parameters if one["name"] in SIZES]
        if any(field.get("type") == "array" for field in fields) and not any(
            {"maximum", "exclusiveMaximum"} & size.keys() for size in sizes
        ):
            found.append(path)
    return found


async def status_of(app: FastAPI, path: str) -> int:
    """What the application says, called in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get(path)).status_code


def test_every_list_has_a_greatest_limit() -> None:
    assert unlimited(app) == []


def test_no_request_reads_more_than_a_page(bench: Bench) -> None:
    read: list[int] = []

    def note(_: object, cursor: Any, *__: object) -> None:
        read.append(cursor.rowcount)

    with open_engine(shop_of(bench, 600)) as engine, Session(engine) as session:
        event.listen(engine, "after_cursor_execute", note)
        app.dependency_overrides[open_session] = lambda: session
        try:
            assert asyncio.run(status_of(app, "/orders")) == 200
            asyncio.run(status_of(app, "/orders?limit=1000000"))
        finally:
            del app.dependency_overrides[open_session]
    assert read and max(read) <= 501
