"""Orders of a shop with their customers and lines, the newest first."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from math import ceil

from examples.db.n_plus_one import after, after_django, before, before_django, when_not
from examples.db.shop.django_settings import connected
from examples.db.shop.round_trips import session_round_trips
from examples.db.shop.seed import SHOP
from examples.db.shop.set_ups import session_each
from examples.harness import (
    QUERIES,
    ROUND_TRIPS,
    ROWS,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Workload,
)

CHUNK = 500
"""How many parents `selectinload` puts into one IN list."""


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    with connected(bench.postgres(SHOP)):
        yield lambda variant: variant(size)


def lines_of(*positions: int) -> int:
    """How many lines the orders at these positions from the newest have together."""
    return sum((10_000 - position + 5) % 7 for position in positions)


def expected_sqlalchemy(variant: str, size: int) -> Mapping[Quantity, int]:
    """The identity map saves no query: no two of the orders have the same customer."""
    lines = lines_of(*range(size))
    if variant == "before":
        sent, rows = (1, size, size), 2 * size + lines
    else:
        sent, rows = (1, ceil(size / CHUNK), 0), size + lines
    return {QUERIES: sum(sent), ROWS: rows, ROUND_TRIPS: session_round_trips(*sent)}


def expected_django(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every query is its own transaction, and so one round trip."""
    queries = 1 + 2 * size if variant == "before" else 2
    rows = (2 if variant == "before" else 1) * size + lines_of(*range(size))
    return {QUERIES: queries, ROWS: rows, ROUND_TRIPS: queries}


def expected_unfolded(variant: str, size: int, *, every: int) -> Mapping[Quantity, int]:
    """The lazy list asks for the lines of the unfolded orders, the eager one for all."""
    unfolded_at = range(0, size, every)
    if variant == "before":
        sent, rows = (1, len(unfolded_at)), size + lines_of(*unfolded_at)
    else:
        sent, rows = (1, ceil(size / CHUNK)), size + lines_of(*range(size))
    return {QUERIES: sum(sent), ROWS: rows, ROUND_TRIPS: session_round_trips(*sent)}


def unfolding(every: int) -> Case:
    """Lazy lines against eager ones where one order in `every` is unfolded, beginning with the newest."""
    return Case(
        before=partial(when_not.lazy, every=every),
        after=partial(when_not.eager, every=every),
        setup=partial(session_each, seed=SHOP),
        expected=partial(expected_unfolded, every=every),
    )


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(
            before=before.order_list,
            after=after.order_list,
            setup=partial(session_each, seed=SHOP),
            expected=expected_sqlalchemy,
        ),
        "Django": Case(
            before=before_django.order_list,
            after=after_django.order_list,
            setup=django,
            expected=expected_django,
        ),
    },
    when_not={
        "only the newest order unfolded": unfolding(every=10_000),
        "one order in ten unfolded": unfolding(every=10),
    },
    sizes=(1, 10, 100, 300),
    size_unit="orders",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why=(
            "One page of a list, which the Django admin fills with a hundred rows, "
            "from a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
