"""Requests for "customers also bought", spread over four workers, beginning with an empty cache."""

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count

from sqlalchemy import event

from examples.caching.shared import after, after_local, before, when_not
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.traffic import products_asked_for
from examples.caching.shop.worker import Worker, open_worker
from examples.harness import (
    COMMANDS,
    QUERIES,
    ROUND_TRIPS,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

HITS = Quantity("hits", "cache hits", "integer", exact=True)
WORKERS = 4


@contextmanager
def service(bench: Bench, size: int, *, key_per_visitor: bool = False) -> Iterator[Call]:
    """Four workers, each with its own open connections and its own memory, take turns.

    Every call has keys and memories of its own: it begins with a cold cache.
    """
    products = products_asked_for(size)
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    cache_url = bench.valkey()
    runs = count()
    misses = count()
    stack = AsyncExitStack()

    async def open_workers() -> list[Worker]:
        return [await open_one() for _ in range(WORKERS)]

    async def open_one() -> Worker:
        # No time-out of the cache: a machine that stutters must not change what is counted.
        opened = open_worker(database_url, cache_url, cache_timeout_s=30)
        worker = await stack.enter_async_context(opened)
        if bench.counting:
            event.listen(worker.database.sync_engine, "before_cursor_execute", lambda *_: next(misses))
        return worker

    async def answer(variant: Variant) -> list[object]:
        run = next(runs)
        cold = [replace(worker, key_prefix=f"run-{run}", memory={}) for worker in workers]
        answers = []
        for number, product_id in enumerate(products):
            worker = cold[number % WORKERS]
            if key_per_visitor:
                worker = replace(worker, key_prefix=f"run-{run}:visitor-{number}")
            answers.append(await variant(worker, product_id))
        return answers

    def call(variant: Variant) -> object:
        before_call = next(misses)
        answers = bench.run(answer(variant))
        if bench.counting:
            bench.count(HITS, size - (next(misses) - before_call - 1))
        return answers

    workers = bench.run(open_workers())
    try:
        yield call
    finally:
        bench.run(stack.aclose())


def asks(requests: int, hits: int, commands: int) -> Mapping[Quantity, int]:
    """The counts of so many requests; each is one round trip, and so is each cache command."""
    queries = requests - hits
    return {QUERIES: queries, COMMANDS: commands, ROUND_TRIPS: queries + commands, HITS: hits}


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """A shared cache misses once for each product, a local one once for each product and worker."""
    products = products_asked_for(size)
    if variant == "before":
        return asks(size, hits=0, commands=0)
    if variant == "local":
        misses = len({(number % WORKERS, product) for number, product in enumerate(products)})
        return asks(size, hits=size - misses, commands=0)
    misses = len(set(products))
    return asks(size, hits=size - misses, commands=size + misses)


def expected_never_hit(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every request misses: it reads, asks and writes."""
    return asks(size, hits=0, commands=0 if variant == "before" else 2 * size)


WORKLOAD = Workload(
    cases={
        "also bought": Case(
            before=before.also_bought,
            after=after.also_bought,
            alternatives={"local": after_local.also_bought},
            setup=service,
            expected=expected,
        )
    },
    when_not={
        "a row by primary key": Case(
            before=when_not.direct, after=when_not.cached, setup=service, expected=expected
        ),
        "a key per visitor": Case(
            before=before.also_bought,
            after=after.also_bought,
            setup=partial(service, key_per_visitor=True),
            expected=expected_never_hit,
        ),
    },
    sizes=(1, 10, 100, 300),
    size_unit="requests",
    reference=Reference(
        size=300,
        link=Link(rtt_ms=0.5),
        why=(
            "One request a second for the five minutes that an answer is kept, "
            "with database and cache on other machines of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
