"""Requests that come to one process at once, and another service that uses the same database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlencode

import aiohttp
from sqlalchemy.ext.asyncio import AsyncEngine

from examples.async_.bystanders.load import fetch
from examples.db.connection_per_task.guard import OnLoan
from examples.db.pool_size import after, after_default, before
from examples.db.pool_size.service import Request, burst, figure
from examples.db.pool_size.when_not import names
from examples.db.shop.seed import SHOP
from examples.harness import (
    BYSTANDER,
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

MOST = Quantity("most_on_loan", "connections in use at once, at most", "integer", exact=True)


@contextmanager
def service(bench: Bench, size: int, *, request: Request) -> Iterator[Call]:
    """One process that has been running for a while: what its pool keeps is open."""
    database = bench.postgres(SHOP)
    others = "" if bench.counting else bench.serve("examples.db.pool_size.others:app").url
    begin = f"/begin?{urlencode({'url': database.url()})}"
    engines: dict[Variant, tuple[AsyncEngine, OnLoan]] = {}

    async def measured(engine: AsyncEngine) -> tuple[list[object], float]:
        async with aiohttp.ClientSession(others) as session:
            await fetch(session, begin)
            answers = await burst(engine, request, size)
            return answers, float(await fetch(session, "/end"))

    def call(variant: Variant) -> object:
        if variant not in engines:
            engine = variant.open_engine(database.url("postgresql+psycopg"))
            engines[variant] = engine, OnLoan(engine)
        engine, on_loan = engines[variant]
        if bench.counting:
            answers = bench.run(burst(engine, request, size))
            bench.count(MOST, on_loan.most)
        else:
            answers, slowest = bench.run(measured(engine))
            bench.record(BYSTANDER, slowest)
        return answers

    try:
        yield call
    finally:
        for engine, _ in engines.values():
            bench.run(engine.dispose())


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """As many as come at once, as far as the pool goes."""
    return {MOST: min(size, {"before": 200, "after": 4, "default": 15}[variant])}


WORKLOAD = Workload(
    cases={
        "the server works": Case(
            before=before,
            after=after,
            alternatives={"default": after_default},
            setup=partial(service, request=figure),
            expected=expected,
        )
    },
    when_not={
        "short transactions": Case(
            before=before,
            after=after,
            alternatives={"default": after_default},
            setup=partial(service, request=names),
            expected=expected,
        )
    },
    sizes=(4, 15, 30),
    size_unit="requests at once",
    reference=Reference(
        size=30,
        link=Link(rtt_ms=0.5),
        why="Thirty people open a page with figures within the same moment; the database has two processors, "
        "and another service asks it, too.",
    ),
    sampled=(WALL, BYSTANDER),
    headline=BYSTANDER,
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
