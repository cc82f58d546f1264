"""The first requests after a deployment, to two processes that start with nothing in memory."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from math import ceil
from time import perf_counter

from examples.caching.shared import after as shared
from examples.caching.shared.after_local import also_bought
from examples.caching.shop.traffic import products_asked_for
from examples.caching.shop.worker import open_worker
from examples.caching.warming import after, after_connected, after_one_for_all, before, when_not
from examples.caching.warming.deployment import addresses, empty_valkey, queries, started, waits
from examples.caching.warming.service import HOT, Ask, fill
from examples.harness import WALL, Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

WAITED_FOR = Quantity("waited_for", "queries that requests wait for", "integer", exact=True)
AT_START = Quantity("at_start", "queries before the first request", "integer", exact=True)
UNUSED = Quantity("unused", "entries that no request reads", "integer", exact=True)
WAIT = Quantity("wait", "mean wait of the first requests", "second", exact=False)
P99 = Quantity("p99", "p99 of the first requests", "second", exact=False)
START = Quantity("start", "time until requests may come", "second", exact=False)
WORKERS = 2


@contextmanager
def deployment(bench: Bench, size: int, *, shared_entries: bool = False) -> Iterator[Call]:
    """Two processes start at once, and are asked in turn.

    Args:
        shared_entries: Whether the processes read a shared cache that is full, in place of their memories.
    """
    ask: Ask = shared.also_bought if shared_entries else also_bought
    products = products_asked_for(size)

    async def fill_valkey() -> None:
        opened = open_worker(os.environ["DATABASE_URL"], os.environ["CACHE_URL"])
        async with opened as worker:
            await fill(worker, set(products) | set(HOT), ask)

    async def deploy(variant: Variant) -> object:
        if not shared_entries:
            await empty_valkey()
        begin = perf_counter()
        with queries() as sent:
            async with started(variant.lifespan, WORKERS) as workers:
                bench.record(START, perf_counter() - begin)
                at_start = sent()
                took = await waits(workers, products, ask)
                bench.record(WAIT, sum(took) / size)
                bench.record(P99, sorted(took)[ceil(0.99 * size) - 1])
                if bench.counting:
                    bench.count(AT_START, at_start)
                    bench.count(WAITED_FOR, sent() - at_start)
                    read = {(number % WORKERS, product_id) for number, product_id in enumerate(products)}
                    held = {(n, product_id) for n, one in enumerate(workers) for product_id in one.memory}
                    bench.count(UNUSED, len(held - read))
                return [await ask(workers[0], product_id) for product_id in sorted(set(products))]

    with addresses(bench):
        if shared_entries:
            bench.run(fill_valkey())
        yield lambda variant: bench.run(deploy(variant))


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """Each process asks once for what it reads; what was filled before is not waited for."""
    read = {(number % WORKERS, product_id) for number, product_id in enumerate(products_asked_for(size))}
    filled = {(number, product_id) for number in range(WORKERS) for product_id in HOT}
    if variant in ("before", "connections alone"):
        return {AT_START: 0, WAITED_FOR: len(read), UNUSED: 0}
    at_start = len(HOT) if variant == "one for all" else len(filled)
    return {AT_START: at_start, WAITED_FOR: len(read - filled), UNUSED: len(filled - read)}


WORKLOAD = Workload(
    cases={
        "in memory": Case(
            before=before,
            after=after,
            alternatives={"one for all": after_one_for_all, "connections alone": after_connected},
            setup=deployment,
            expected=expected,
        )
    },
    when_not={
        "in Valkey, which stays": Case(
            before=before,
            after=when_not,
            alternatives={"connections alone": after_connected},
            setup=partial(deployment, shared_entries=True),
        )
    },
    sizes=(20, 100, 300),
    size_unit="first requests",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why="A service with fifty requests a second is deployed, and its first two seconds are looked at.",
    ),
    headline=WAITED_FOR,
    sampled=(WALL, WAIT, P99, START),
    links=(Link(rtt_ms=0.5),),
)
