"""Requests that come at once to a service of several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain
from statistics import median

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from examples.db.pool_size import after, after_default, before
from examples.db.pool_size.service import Burst, Request, beside, burst, figure
from examples.db.pool_size.when_not import names
from examples.db.shop.seed import SHOP
from examples.harness import WALL, Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

IN_USE = Quantity("in_use", "connections in use", "integer", exact=True)
WAITING = Quantity("waiting", "requests without an answer at half-time", "integer", exact=False)
LAST = Quantity("last", "time until the last request has its answer", "second", exact=False)


@contextmanager
def service(
    bench: Bench, size: int, *, request: Request, bursts: int = 1, others: int = 0
) -> Iterator[Call]:
    """Processes that have been running for a while, beside so many sessions of another service.

    A call is so many bursts in a row and records the middle of their values: what the machine does meanwhile
    to one of them decides nothing.
    """
    url = bench.postgres(SHOP).url("postgresql+psycopg")
    other = create_async_engine(url, pool_size=max(1, others))
    processes: dict[Variant, list[AsyncEngine]] = {}

    async def measured(engines: list[AsyncEngine]) -> Burst:
        # What is counted is the same beside others.
        sessions = 0 if bench.counting else others
        return await beside(other, sessions, burst(engines, request, size))

    def call(variant: Variant) -> object:
        if variant not in processes:
            processes[variant] = [variant.open_engine(url) for _ in range(after.PROCESSES)]
        engines = processes[variant]
        found = [bench.run(measured(engines)) for _ in range(1 if bench.counting else bursts)]
        bench.count(IN_USE, max(one.connections for one in found))
        bench.record(WAITING, median(one.waiting for one in found))
        bench.record(LAST, median(one.seconds for one in found))
        return [one.answers for one in found]

    try:
        yield call
    finally:
        for engine in (other, *chain(*processes.values())):
            bench.run(engine.dispose())


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """As many as come at once, as far as the pools of all processes go."""
    pool = {"before": 50, "after": 2, "default": 15}[variant]
    return {IN_USE: min(size, pool * after.PROCESSES)}


WORKLOAD = Workload(
    cases={
        "the server works": Case(
            before=before,
            after=after,
            alternatives={"default": after_default},
            setup=partial(service, request=figure, bursts=3),
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
        ),
        "a busy server": Case(
            before=before,
            after=after,
            setup=partial(service, request=figure, others=8),
            expected=expected,
        ),
    },
    sizes=(4, 10, 20),
    size_unit="requests at once",
    reference=Reference(
        size=20,
        link=Link(rtt_ms=0.5),
        why="Twenty people open a page with figures within the same moment; two processes serve them, and "
        "the database has two processors.",
    ),
    sampled=(WALL, WAITING, LAST),
    headline=IN_USE,
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
