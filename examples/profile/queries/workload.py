"""An order list with lazy loads, and one without, whose queries are looked at in several ways."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from examples.db.n_plus_one import after as eager
from examples.db.n_plus_one import before as lazy
from examples.db.n_plus_one import before_django as lazy_django
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.db.shop.seed import SHOP
from examples.harness import CPU, QUERIES, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.profile.queries import (
    after,
    after_django,
    after_slow_log,
    after_unwatched,
    before,
    before_django,
)

LINES = Quantity("lines", "lines to read", "integer", exact=True)


@contextmanager
def sqlalchemy(bench: Bench, size: int, request: Any) -> Iterator[Call]:
    """A session of its own for each request, on a pooled connection."""
    with open_engine(bench.postgres(SHOP)) as engine:

        def call(variant: Variant) -> object:
            with variant.watched(engine) as report, Session(engine) as session:
                answer: object = request.order_list(session, size)
            bench.count(LINES, len(report))
            return answer

        yield call


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    with connected(bench.postgres(SHOP)):

        def call(variant: Variant) -> object:
            with variant.watched() as report:
                answer: object = lazy_django.order_list(size)
            bench.count(LINES, len(report))
            return answer

        yield call


def expected_lazy(variant: str, size: int) -> Mapping[Quantity, int]:
    """SQLAlchemy logs the statement and its parameters, and begin and end of the transaction."""
    queries = 1 + 2 * size
    lines = {"before": 2 * queries + 2, "after": 3, "after_slow_log": 0, "after_unwatched": 0}
    return {QUERIES: queries, LINES: lines[variant]}


def expected_eager(variant: str, _: int) -> Mapping[Quantity, int]:
    return {QUERIES: 2, LINES: 6 if variant == "before" else 2}


def expected_django(variant: str, size: int) -> Mapping[Quantity, int]:
    queries = 1 + 2 * size
    return {QUERIES: queries, LINES: queries if variant == "before" else 3}


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(
            before=before,
            after=after,
            alternatives={"after_slow_log": after_slow_log, "after_unwatched": after_unwatched},
            setup=partial(sqlalchemy, request=lazy),
            expected=expected_lazy,
        ),
        "Django": Case(
            before=before_django,
            after=after_django,
            setup=django,
            expected=expected_django,
        ),
    },
    when_not={
        "two queries": Case(
            before=before,
            after=after,
            setup=partial(sqlalchemy, request=eager),
            expected=expected_eager,
        ),
    },
    sizes=(1, 10, 100),
    size_unit="orders",
    reference=Reference(
        size=100,
        why="One page of a list, which the Django admin fills with a hundred rows; each loads two things.",
    ),
    sampled=(WALL, CPU),
    headline=CPU,
)
