"""What a response model keeps in and lets out, what it changes, and what it reads on its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import FastAPIError
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, TypeAdapter
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from examples.api.response_model import (
    after,
    after_columns,
    all_fields,
    before,
    trouble,
    ways_around,
    when_not,
)
from examples.api.response_model.guard import undeclared
from examples.api.response_model.models import ACCOUNTS, Account
from examples.api.response_model.workload import SHOWN
from examples.api.shop.database import Shop, open_session
from examples.db.n_plus_one.guard import sent_by
from examples.db.shop.engine import open_engine
from examples.db.shop.engine import open_session as open_shop
from examples.db.shop.models import Order
from examples.db.shop.seed import SHOP
from examples.harness import Bench, Database
from examples.harness.services.shared import Services
from tests.examples.files import said

APPS = [one.app for one in (before, after, after_columns, all_fields, ways_around, when_not)]
SAME_BYTES = [
    (after.app, "/customers"),
    (after_columns.app, "/customers"),
    *((ways_around.app, path) for path in ("/built", "/response", "/json-response")),
    (when_not.app, "/through-the-model"),
]


@pytest.fixture(scope="module")
def database(services: Services) -> Iterator[Database]:
    """A thousand customers; what a test changes is never committed."""
    with Bench(services) as bench:
        yield bench.postgres(ACCOUNTS)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction on the customers, in which every version works."""
    with open_shop(database) as session:
        for app in APPS:
            app.dependency_overrides[open_session] = lambda: session
        yield session
        for app in APPS:
            app.dependency_overrides.clear()


def get(app: FastAPI, path: str) -> Any:
    """An answer's JSON, or its status where it is none."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", verify=False) as client:
            return await client.get(path)

    answer = asyncio.run(ask())
    return answer.json() if answer.is_success else answer.status_code


def test_all_ways_send_the_same_of_a_customer(session: Session) -> None:
    session.execute(update(Account).where(Account.id == 2).values(name='Zoë "Z" O\'Hara\n'))
    for limit in (1, 3, 1000):
        wanted = [
            {name: getattr(one, name) for name in SHOWN}
            for one in session.scalars(select(Account).order_by(Account.id).limit(limit))
        ]
        for app, path in [*SAME_BYTES, (when_not.app, "/as-it-is")]:
            assert get(app, f"{path}?limit={limit}") == wanted
        for app in (before.app, all_fields.app):
            for sent, one in zip(get(app, f"/customers?limit={limit}"), wanted, strict=True):
                assert len(sent) == 11
                assert sent.items() >= one.items()


def test_no_customers_and_too_many(session: Session) -> None:
    session.execute(delete(Account))
    for app, path in [*SAME_BYTES, (before.app, "/customers"), (when_not.app, "/as-it-is")]:
        assert get(app, path) == []
        assert get(app, f"{path}?limit=1001") == get(app, f"{path}?limit=0") == 422


def test_trouble_is_as_the_page_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    trouble.main()
    assert capsys.readouterr().out.splitlines() == said(trouble)


def test_the_check_of_the_model_is_left_out_where_the_type_is_a_response() -> None:
    assert undeclared(before.app) == ["/customers"]
    for app in (after.app, after_columns.app, ways_around.app, when_not.app):
        assert undeclared(app) == []


def test_the_guard_sees_routers_and_annotations_that_declare_nothing() -> None:
    router = APIRouter(prefix="/below")
    loose: list[object] = [None, Any, dict, dict[str, Any], list, list[dict[str, Any]]]
    declared: list[object] = [Name, list[Name], Name | OrderOut, int, dict[str, Name]]
    for number, answer in enumerate(loose):
        router.add_api_route(f"/{number}", lambda: None, response_model=answer)
    for number, answer in enumerate(declared):
        router.add_api_route(f"/declared/{number}", lambda: None, response_model=answer)
    router.add_api_route("/nothing", lambda: None, methods=["DELETE"], status_code=204)
    router.add_api_route("/text", lambda: "", response_class=PlainTextResponse)
    app = FastAPI()
    app.include_router(router)
    assert undeclared(app) == [f"/below/{number}" for number in range(6)]


def test_pydantic_writes_dates_and_decimals_as_the_encoder_does_not() -> None:
    values: list[datetime | Decimal] = [datetime(2026, 1, 1, tzinfo=UTC), Decimal("1.50")]
    assert jsonable_encoder(values) == ["2026-01-01T00:00:00+00:00", 1.5]
    assert TypeAdapter(list[datetime | Decimal]).dump_json(values) == b'["2026-01-01T00:00:00Z","1.50"]'


def test_fastapi_takes_no_database_class_for_a_model() -> None:
    def customers() -> object:
        return []

    with pytest.raises(FastAPIError, match="Invalid args for response field"):
        FastAPI().get("/customers", response_model=list[Account])(customers)


class Name(BaseModel):
    name: str


class OrderOut(BaseModel):
    id: int
    customer: Name


def test_a_relation_in_the_model_is_loaded_for_each_row(bench: Bench) -> None:
    app = FastAPI()
    page = select(Order).order_by(Order.id).limit(5)

    @app.get("/lazy", response_model=list[OrderOut])
    def lazy(shop: Shop) -> object:
        return shop.scalars(page).all()

    @app.get("/eager", response_model=list[OrderOut])
    def eager(shop: Shop) -> object:
        return shop.scalars(page.options(joinedload(Order.customer))).all()

    with open_engine(bench.postgres(SHOP)) as engine:
        app.dependency_overrides[open_session] = lambda: session
        for path, queries in (("/lazy", 6), ("/eager", 1)):
            with Session(engine) as session, sent_by(engine) as sent:
                assert len(get(app, path)) == 5
            assert len(sent) == queries
