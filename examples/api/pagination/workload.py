"""The first screen of a list that grows, and the whole list, from one server with one client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpx

from examples.api.on_the_wire import answer_bytes
from examples.api.pagination import after, after_total, before, when_not
from examples.api.pagination.few_orders import serving_orders
from examples.api.pagination.schemas import CountedPage, OrderOut, Orders, Page
from examples.api.shop.server import SERVER_MEMORY
from examples.harness import (
    BYTES_RECEIVED,
    CPU,
    QUERIES,
    REQUESTS,
    ROWS,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

SHOWN = 50
"""Orders on the first screen."""
OPENED = datetime(2026, 1, 1, tzinfo=UTC)


class Walk(NamedTuple):
    """One way to read the whole list: who asks which version for how much at a time."""

    ask: Callable[[httpx.Client, int], list[object]]
    version: str
    limit: int


AT_ONCE = Walk(when_not.at_once, "before", 0)
BY_100 = Walk(when_not.page_by_page, "after", 100)
BY_500 = Walk(when_not.page_by_page, "after", 500)


@contextmanager
def first_screen(bench: Bench, size: int) -> Iterator[Call]:
    """The newest orders of so many, over one connection that stays open."""
    with serving_orders(bench, size) as server:

        def call(variant: Variant) -> object:
            client = server.ask(variant.__name__.rpartition(".")[2])
            return server.watched((size, variant), lambda: variant.newest(client, SHOWN))

        yield call


@contextmanager
def whole_list(bench: Bench, size: int) -> Iterator[Call]:
    """All of so many orders, over one connection that stays open."""
    with serving_orders(bench, size) as server:

        def call(variant: Walk) -> object:
            client = server.ask(variant.version)
            return server.watched((size, variant), lambda: variant.ask(client, variant.limit))

        yield call


def orders(newest: int, oldest: int = 1) -> list[OrderOut]:
    """Orders of the seed as the API shows them, from one id down to another."""
    return [
        OrderOut(id=i, customer_id=i * 7919 % 10_000 + 1, placed_at=OPENED + i * timedelta(minutes=7))
        for i in range(newest, oldest - 1, -1)
    ]


def page(newest: int, limit: int) -> Page:
    """The page that begins with an order."""
    oldest = max(newest - limit, 0) + 1
    return Page(items=orders(newest, oldest), next=oldest if oldest > 1 else None)


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """A page is found with one row more, which tells whether another follows."""
    found = page(size, SHOWN)
    counted = CountedPage(**dict(found), total=size)
    queries, rows, body = {
        "before": (1, size, Orders.dump_json(orders(size))),
        "after": (1, min(SHOWN + 1, size), found.model_dump_json().encode()),
        "with a total": (2, min(SHOWN + 1, size) + 1, counted.model_dump_json().encode()),
    }[variant]
    return {REQUESTS: 1, QUERIES: queries, ROWS: rows, BYTES_RECEIVED: answer_bytes(body)}


def expected_walk(variant: str, size: int) -> Mapping[Quantity, int]:
    """Each page is a request, a query, and a head of its own."""
    if variant == "before":
        return expected("before", size)
    limit = {"after": BY_100, "pages of 500": BY_500}[variant].limit
    pages = [page(newest, limit) for newest in range(size, 0, -limit)]
    return {
        REQUESTS: len(pages),
        QUERIES: len(pages),
        ROWS: size + len(pages) - 1,
        BYTES_RECEIVED: sum(answer_bytes(one.model_dump_json().encode()) for one in pages),
    }


WORKLOAD = Workload(
    cases={
        "the first screen": Case(
            before=before,
            after=after,
            alternatives={"with a total": after_total},
            setup=first_screen,
            expected=expected,
        )
    },
    when_not={
        "the whole list": Case(
            before=AT_ONCE,
            after=BY_100,
            alternatives={"pages of 500": BY_500},
            setup=whole_list,
            expected=expected_walk,
        )
    },
    sizes=(50, 1_000, 5_000),
    size_unit="orders",
    reference=Reference(
        size=1_000,
        link=Link(rtt_ms=0.5),
        why="A list that nobody limited when it was short, after its first year; a screen shows fifty, and "
        "the client is in the same data center.",
    ),
    sampled=(WALL, CPU, SERVER_MEMORY),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
