"""Requests that come at once when an entry has expired, spread over four workers."""

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import partial

from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede import after, after_lock, after_stale, after_valkey_lock, before
from examples.caching.stampede.burst import open_service
from examples.harness import QUERIES, Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

WORKERS = 4


@contextmanager
def service(bench: Bench, size: int, *, one_product: bool = True) -> Iterator[Call]:
    """Four workers, each with its own open connections, locks and refills.

    Where queries are counted they take longer, so that all requests have looked before one is answered.
    """
    stack = AsyncExitStack()
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    opened = open_service(database_url, bench.valkey(), WORKERS, query_s=0.025 if bench.counting else 0)
    workers = bench.run(stack.enter_async_context(opened))

    async def expire_and_ask(variant: Variant) -> object:
        await workers.expire()
        return await workers.burst(variant.also_bought, size, one_product=one_product)

    try:
        yield lambda variant: bench.run(expire_and_ask(variant))
    finally:
        bench.run(stack.aclose())


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """What is kept in a process refills once a process, what is kept in Valkey once."""
    most = {"before": size, "after": WORKERS, "lock": WORKERS}.get(variant, 1)
    return {QUERIES: min(size, most)}


WORKLOAD = Workload(
    cases={
        "an entry expires": Case(
            before=before,
            after=after,
            alternatives={
                "lock": after_lock,
                "Valkey lock": after_valkey_lock,
                "stale": after_stale,
            },
            setup=service,
            expected=expected,
        )
    },
    when_not={
        "a product each": Case(
            before=before,
            after=after,
            alternatives={"Valkey lock": after_valkey_lock},
            setup=partial(service, one_product=False),
        )
    },
    sizes=(1, 10, 30),
    size_unit="requests at once",
    reference=Reference(
        size=30,
        link=Link(rtt_ms=0.5),
        why="Four processes get thirty requests for a popular page in the time of one refill: sixty a second "
        "where the query takes half a second.",
    ),
    headline=QUERIES,
    links=(Link(rtt_ms=0.5),),
)
