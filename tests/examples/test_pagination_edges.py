"""Pages at the ends of a list, after what no page gave, between writes; limits that limit nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Query
from sqlalchemy import delete
from sqlalchemy.orm import Session

from examples.api.pagination import after, after_total, before, skip_limit, trouble
from examples.api.pagination.few_orders import shop_of
from examples.api.pagination.guard import unlimited
from examples.api.pagination.schemas import OrderOut, Page
from examples.api.shop.database import open_session
from examples.db.shop.engine import open_session as open_shop
from examples.db.shop.models import Order
from examples.harness import Bench, Database
from examples.harness.services.shared import Services
from tests.examples.files import said

APPS = {
    "before": before.app,
    "after": after.app,
    "after_total": after_total.app,
    "skip_limit": skip_limit.app,
}


@pytest.fixture(scope="module")
def database(services: Services) -> Iterator[Database]:
    """Ten orders; what a test changes is never committed."""
    with Bench(services) as bench:
        yield shop_of(bench, 10)


@pytest.fixture
def shop(database: Database) -> Iterator[Session]:
    """A transaction on the ten orders, in which every version works."""
    with open_shop(database) as session:
        for app in APPS.values():
            app.dependency_overrides[open_session] = lambda: session
        yield session
        for app in APPS.values():
            app.dependency_overrides.clear()


def get(version: str, query: Mapping[str, str | int]) -> Any:
    """An answer's JSON, or its status where it is none."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(APPS[version], raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", verify=False) as client:
            return await client.get("/orders", params=query)

    answer = asyncio.run(ask())
    return answer.json() if answer.is_success else answer.status_code


def ids(page: Any) -> list[int]:
    return [order["id"] for order in page["items"]]


def walk(version: str, limit: int) -> list[list[int]]:
    """The ids on each page."""
    page = get(version, {"limit": limit})
    found = [ids(page)]
    while page["next"] is not None:
        page = get(version, {"limit": limit, "after": page["next"]})
        found.append(ids(page))
    return found


def test_every_order_is_on_one_page_and_only_an_empty_list_has_an_empty_page(shop: Session) -> None:
    assert walk("after", 3) == walk("after_total", 3) == [[10, 9, 8], [7, 6, 5], [4, 3, 2], [1]]
    assert walk("after", 5) == [[10, 9, 8, 7, 6], [5, 4, 3, 2, 1]]
    assert walk("after", 10) == walk("after", 11) == [[order["id"] for order in get("before", {})]]
    assert get("after_total", {"limit": 1})["total"] == 10
    shop.execute(delete(Order))
    assert get("after", {}) == {"items": [], "next": None}
    assert get("before", {}) == []


def test_the_last_order_seen_need_not_exist_any_more(shop: Session) -> None:
    first = get("after", {"limit": 3})
    shop.execute(delete(Order).where(Order.id == first["next"]))
    assert ids(get("after", {"limit": 3, "after": first["next"]})) == [7, 6, 5]
    assert get("after", {"after": 1}) == {"items": [], "next": None}


def test_an_order_that_is_committed_late_slips_in_behind_the_reader(shop: Session) -> None:
    late = shop.get_one(Order, 9)
    customer, placed_at = late.customer_id, late.placed_at
    shop.execute(delete(Order).where(Order.id == 9))
    first = get("after", {"limit": 3})
    shop.add(Order(id=9, customer_id=customer, placed_at=placed_at))
    assert ids(first) + ids(get("after", {"limit": 3, "after": first["next"]})) == [10, 8, 7, 6, 5, 4]


WRONG: list[dict[str, str | int]] = [
    *({"limit": limit} for limit in (0, -1, 501, 1_000_000, "all", "")),
    *({"after": after} for after in (0, -1, 2**31, 10**30, "7; DROP TABLE orders", "")),
]


@pytest.mark.usefixtures("shop")
def test_what_no_page_gave_is_the_client_s_error() -> None:
    for version in ("after", "after_total"):
        assert {str(query): get(version, query) for query in WRONG} == {str(query): 422 for query in WRONG}


@pytest.mark.usefixtures("shop")
def test_a_limit_of_the_client_alone_reaches_the_database() -> None:
    assert len(get("skip_limit", {"limit": 1_000_000})) == 10
    assert get("skip_limit", {"limit": -1}) == 500
    assert get("skip_limit", {"limit": 10**30}) == 500


def test_trouble_is_as_the_page_shows_it(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    trouble.main(bench)
    assert capsys.readouterr().out.splitlines() == said(trouble)


def test_an_argument_that_query_does_not_know_is_an_error() -> None:
    unknown: Any = {"lte": 100}
    with pytest.raises(TypeError, match="lte"):
        Query(**unknown)


def test_the_guard_sees_lists_at_the_top_or_one_level_down() -> None:
    app = FastAPI()

    @app.get("/bounded")
    def bounded(limit: Annotated[int, Query(lt=100)]) -> list[OrderOut]:
        raise NotImplementedError

    @app.get("/open")
    def everything(limit: int, page: Annotated[int, Query(le=100)]) -> list[OrderOut]:
        raise NotImplementedError

    @app.get("/wrapped")
    def wrapped() -> Page:
        raise NotImplementedError

    @app.get("/one")
    def one() -> OrderOut:
        raise NotImplementedError

    @app.post("/orders")
    def place(orders: list[OrderOut]) -> list[OrderOut]:
        raise NotImplementedError

    assert unlimited(app) == ["/open", "/wrapped"]
