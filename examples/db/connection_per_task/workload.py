"""A dashboard with a panel for each city, from a pool that has been in use for a while."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager

from examples.db.connection_per_task import after, before, in_turn, when_not
from examples.db.connection_per_task.databases import WAITING, WORKING, opened
from examples.db.shop.round_trips import session_round_trips
from examples.db.shop.seed import SHOP
from examples.harness import (
    CONNECTIONS,
    QUERIES,
    ROUND_TRIPS,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Seed,
    Variant,
    Workload,
)


def dashboard(seed: Seed) -> Callable[[Bench, int], AbstractContextManager[Call]]:
    """So many panels on this database."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        cities = [f"City {number}" for number in range(size)]
        yield from pooled(bench, seed, lambda variant: variant.revenues, cities)

    return setup


@contextmanager
def names(bench: Bench, size: int) -> Iterator[Call]:
    """So many customers by their keys."""
    yield from pooled(bench, SHOP, lambda variant: variant, range(1, size + 1))


def pooled(
    bench: Bench, seed: Seed, function: Callable[[Variant], Variant], asked: object
) -> Iterator[Call]:
    """A call runs a variant's function with what is asked; all share one pool."""
    stack = AsyncExitStack()
    url = bench.postgres(seed).url("postgresql+psycopg")
    sessions = bench.run(stack.enter_async_context(opened(url)))
    try:
        yield lambda variant: bench.run(function(variant)(sessions, asked))
    finally:
        bench.run(stack.aclose())


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """One transaction for all, or one for each; the pool has as many connections as are in use at once."""
    counts = {CONNECTIONS: 0, QUERIES: size}
    if variant == "after":
        return {**counts, ROUND_TRIPS: size * session_round_trips(1)}
    return {**counts, ROUND_TRIPS: session_round_trips(size)}


def expected_names(variant: str, size: int) -> Mapping[Quantity, int]:
    """One query for all is one transaction."""
    return expected("after", 1) if variant == "one_query" else expected(variant, size)


WORKLOAD = Workload(
    cases={
        "queries that wait": Case(
            before=before,
            after=after,
            alternatives={"in_turn": in_turn},
            setup=dashboard(WAITING),
            expected=expected,
        ),
        "queries that work": Case(
            before=before,
            after=after,
            setup=dashboard(WORKING),
            expected=expected,
        ),
    },
    when_not={
        "look-ups by key": Case(
            before=when_not.one_session,
            after=when_not.session_each,
            alternatives={"one_query": when_not.one_query},
            setup=names,
            expected=expected_names,
        ),
    },
    sizes=(1, 4, 8),
    size_unit="queries",
    reference=Reference(
        size=4,
        link=Link(rtt_ms=0.5),
        why=(
            "A page of four independent figures, for each of which the server waits ten milliseconds, "
            "from a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
