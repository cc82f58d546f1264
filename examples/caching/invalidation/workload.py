"""Questions about the ten products of a front page, with orders between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count

from sqlalchemy import event

from examples.caching.invalidation import after, after_delete, before, when_not
from examples.caching.invalidation.orders import find_sales
from examples.caching.invalidation.story import PRODUCTS, counted, pass_time, questions_and_orders
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import Worker, open_worker
from examples.harness import Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

REFILLS = Quantity("refills", "questions to the database", "integer", exact=True)
OLD = Quantity("old", "old answers", "integer", exact=True)
WORKERS = 2


@contextmanager
def front_page(bench: Bench, size: int, *, per_order: int = 20, per_second: int = 1) -> Iterator[Call]:
    """Workers take turns; each call has keys of its own and begins with a cold cache."""
    story = questions_and_orders(size, per_order)
    database_url, cache_url = bench.postgres(PURCHASES).url("postgresql+psycopg"), bench.valkey()
    runs, order_ids, asked = count(), count(10_001), count()
    stack = AsyncExitStack()
    orders: dict[int, int] = {}

    async def open_workers() -> list[Worker]:
        # No time-out of the cache: a machine that stutters must not change what is counted.
        opened = [open_worker(database_url, cache_url, cache_timeout_s=30) for _ in range(WORKERS)]
        return [await stack.enter_async_context(worker) for worker in opened]

    def note(*arguments: object) -> None:
        if "SELECT" in str(arguments[2]):
            next(asked)

    async def tell(variant: Variant) -> int:
        prefix, old = f"run-{next(runs)}", 0
        cold = [replace(worker, key_prefix=prefix) for worker in workers]
        for number, (product, ordered) in enumerate(story):
            worker = cold[number % WORKERS]
            if ordered is not None:
                await variant.order(worker, next(order_ids), ordered)
                orders[ordered] += 1
            found, _ = await variant.sales(worker, product)
            old += found != orders[product]
            if (number + 1) % per_second == 0:
                await pass_time(worker.cache, prefix, number // per_second)
        return old

    def call(variant: Variant) -> object:
        asked_before = next(asked)
        old = bench.run(tell(variant))
        if bench.counting:
            bench.count(REFILLS, next(asked) - asked_before - 1)
            bench.count(OLD, old)
        return size

    async def learn() -> None:
        for product in range(1, PRODUCTS + 1):
            orders[product], _ = await find_sales(workers[0].database, product)

    workers = bench.run(open_workers())
    bench.run(learn())
    if bench.counting:
        for worker in workers:
            event.listen(worker.database.sync_engine, "before_cursor_execute", note)
    try:
        yield call
    finally:
        bench.run(stack.aclose())


def by_the_rules(
    variant: str, size: int, *, per_order: int = 20, per_second: int = 1, after_is: str = "one product"
) -> Mapping[Quantity, int]:
    """What a cache without races does."""
    rule = "nothing" if variant == "before" else after_is
    lifetime_s = before.LIFETIME_S if variant == "before" else after.LIFETIME_S
    refills, old = counted(rule, size, per_order=per_order, per_second=per_second, lifetime_s=lifetime_s)
    return {REFILLS: refills, OLD: old}


WORKLOAD = Workload(
    cases={
        "an order in twenty seconds": Case(
            before=before,
            after=after,
            alternatives={"deleted": after_delete},
            setup=front_page,
            expected=by_the_rules,
        )
    },
    when_not={
        "an order for each question": Case(
            before=before,
            after=after,
            setup=partial(front_page, per_order=1),
            expected=partial(by_the_rules, per_order=1),
        ),
        "ten questions a second": Case(
            before=before,
            after=after,
            setup=partial(front_page, per_second=10),
            expected=partial(by_the_rules, per_second=10),
        ),
        "one generation for all": Case(
            before=before,
            after=when_not,
            setup=front_page,
            expected=partial(by_the_rules, after_is="all products"),
        ),
    },
    sizes=(10, 60, 180),
    size_unit="questions",
    reference=Reference(
        size=60,
        link=Link(rtt_ms=0.5),
        why="The first minute of a front page of ten products that is seen once a second, with an order each "
        "twenty seconds; database and cache are on other machines of the same data center.",
    ),
    headline=REFILLS,
    links=(Link(rtt_ms=0.5),),
)
