"""The latest products of a catalogue whose rows have two large columns."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from examples.db.select_columns import (
    after,
    after_django,
    after_django_only,
    after_load_only,
    before,
    before_django,
    when_not,
)
from examples.db.select_columns.models import CATALOGUE
from examples.db.shop.django_settings import connected
from examples.db.shop.round_trips import session_round_trips
from examples.db.shop.set_ups import session_each
from examples.harness import (
    BYTES_RECEIVED,
    QUERIES,
    ROUND_TRIPS,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Workload,
)
from examples.harness.workload import Expected

SIZES = (1, 10, 100)
RECEIVED = {
    "SQLAlchemy": {
        "before": (12_279, 120_424, 1_201_948),
        "after": (184, 509, 3_833),
        "load_only": (184, 509, 3_833),
    },
    "Django": {
        "before": (12_232, 120_377, 1_201_901),
        "after": (137, 462, 3_786),
        "only": (137, 462, 3_786),
    },
    "deferred, then read": {
        "before": (4_294, 40_835, 406_319),
        "after": (4_214, 41_091, 409_282),
    },
    "short rows": {"before": (226, 780, 6_635), "after": (144, 381, 2_904)},
}
"""Bytes by case, variant and size, as counted once: they change with the seed, the columns and the driver."""


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    with connected(bench.postgres(CATALOGUE)):
        yield lambda variant: variant(size)


def session_counts(case: str) -> Expected:
    """One query in a transaction; a column that is deferred and read sends one more for each row."""

    def expected(variant: str, size: int) -> Mapping[Quantity, int]:
        late = size if (case, variant) == ("deferred, then read", "after") else 0
        return {
            QUERIES: 1 + late,
            ROUND_TRIPS: session_round_trips(1, late),
            BYTES_RECEIVED: RECEIVED[case][variant][SIZES.index(size)],
        }

    return expected


def django_counts(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every query is its own transaction."""
    received = RECEIVED["Django"][variant][SIZES.index(size)]
    return {QUERIES: 1, ROUND_TRIPS: 1, BYTES_RECEIVED: received}


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(
            before=before.product_list,
            after=after.product_list,
            alternatives={"load_only": after_load_only.product_list},
            setup=partial(session_each, seed=CATALOGUE),
            expected=session_counts("SQLAlchemy"),
        ),
        "Django": Case(
            before=before_django.product_list,
            after=after_django.product_list,
            alternatives={"only": after_django_only.product_list},
            setup=django,
            expected=django_counts,
        ),
    },
    when_not={
        "deferred, then read": Case(
            before=when_not.at_once,
            after=when_not.deferred,
            setup=partial(session_each, seed=CATALOGUE),
            expected=session_counts("deferred, then read"),
        ),
        "short rows": Case(
            before=when_not.suppliers,
            after=when_not.suppliers_by_name,
            setup=partial(session_each, seed=CATALOGUE),
            expected=session_counts("short rows"),
        ),
    },
    sizes=SIZES,
    size_unit="products",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why=(
            "One page of a list, which the Django admin fills with a hundred rows, "
            "from a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=0.5, mbit_s=100)),
)
