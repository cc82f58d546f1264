"""A supplier's new price list, and a supplier whose prices all rise, each in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import cycle

from psycopg import Connection
from sqlalchemy.orm import Session

from examples.db.bulk_update import (
    after,
    after_django,
    after_loaded,
    after_rule,
    after_rule_django,
    after_unnest,
    after_unnest_django,
    before,
    before_django,
    before_rule,
    before_rule_django,
    when_not,
    when_not_one_case,
)
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import (
    QUERIES,
    ROUND_TRIPS,
    Bench,
    Call,
    Case,
    Database,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

ROWS_WRITTEN = Quantity("rows_written", "rows written", "integer", exact=True)
ALL = 10_000
TIMES = 5
"""How many times longer the price lists are that only Django's bulk update takes over."""

FIRST = "id % 500 * 10 + 99"
"""The price that the seed gives a product."""

Prices = Mapping[int, int]
Write = Callable[[Variant, Prices], None]


def price_lists(size: int, changed: int | None = None) -> tuple[Prices, Prices]:
    """Two lists for so many products of the whole table; they differ in `changed` of them, or in all."""
    numbers = range(1, ALL + 1, ALL // size)[:size]
    one = {number: 10_000 + number for number in numbers}
    return one, {**one, **{number: one[number] + 1 for number in numbers[:changed]}}


@contextmanager
def sqlalchemy(bench: Bench, size: int) -> Iterator[Call]:
    """A session of its own for each call, on a pooled connection."""
    database = bench.postgres(PRODUCTS)
    with open_engine(database) as engine:

        def call(variant: Variant, prices: Prices) -> None:
            with Session(engine) as session:
                variant.set_prices(session, prices)

        yield checked(database, call, price_lists(size))


@contextmanager
def few_changes(bench: Bench, size: int) -> Iterator[Call]:
    """As `sqlalchemy`; lists of which one price is new, and how many rows are written for it."""
    database = bench.postgres(PRODUCTS)
    with (
        open_engine(database) as engine,
        Connection.connect(database.url(), autocommit=True) as connection,
    ):

        def call(variant: Variant, prices: Prices) -> None:
            following = connection.execute(FOLLOWING).fetchone() if bench.counting else None
            with Session(engine) as session:
                variant.set_prices(session, prices)
            if following:
                [(written,)] = connection.execute(WRITTEN_SINCE, following)
                bench.count(ROWS_WRITTEN, written)

        yield checked(database, call, price_lists(size, changed=1))


FOLLOWING = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
WRITTEN_SINCE = "SELECT count(*) FROM product WHERE xmin::text::bigint >= %s"


@contextmanager
def django(bench: Bench, size: int, *, times: int = 1) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    database = bench.postgres(PRODUCTS)
    with connected(database):
        yield checked(
            database, lambda variant, prices: variant.set_prices(prices), price_lists(size * times)
        )


@contextmanager
def sqlalchemy_rule(bench: Bench, size: int) -> Iterator[Call]:
    """The supplier who has so many products."""
    database = bench.postgres(PRODUCTS)
    with open_engine(database) as engine:

        def call(variant: Variant, _: Prices) -> None:
            with Session(engine) as session:
                variant.raise_prices(session, supplier=size, cents=1)

        yield checked(database, call)


@contextmanager
def django_rule(bench: Bench, size: int) -> Iterator[Call]:
    """The supplier who has so many products."""
    database = bench.postgres(PRODUCTS)
    with connected(database):
        yield checked(database, lambda variant, _: variant.raise_prices(supplier=size, cents=1))


def checked(database: Database, call: Write, lists: tuple[Prices, Prices] = ({}, {})) -> Call:
    """The lists take turns; a variant's first call answers with what it has changed in the first table."""
    reset = f"UPDATE product SET price_cents = {FIRST} WHERE price_cents <> {FIRST}"
    read = f"SELECT id, price_cents FROM product WHERE price_cents <> {FIRST} ORDER BY id"
    called: set[Variant] = set()
    following = cycle(reversed(lists))

    def checking(variant: Variant) -> object:
        if variant in called:
            call(variant, next(following))
            return None
        called.add(variant)
        with Connection.connect(database.url(), autocommit=True) as connection:
            connection.execute(reset)
            call(variant, lists[0])
            return connection.execute(read).fetchall()

    return checking


def by_key(variant: str, size: int) -> Mapping[Quantity, int]:
    """BEGIN and COMMIT are two round trips; many sets of parameters are sent without waiting for each."""
    queries = {"before": 2 * size, "after": size, "loaded at once": 1 + size, "UNNEST": 1}
    trips = {"before": 2 * size + 2, "after": 3, "loaded at once": 4, "UNNEST": 3}
    return {QUERIES: queries[variant], ROUND_TRIPS: trips[variant]}


def by_case(variant: str, size: int) -> Mapping[Quantity, int]:
    """Django reads the products first."""
    queries = {"before": 1 + size, "after": 2, "UNNEST": 1}[variant]
    return {QUERIES: queries, ROUND_TRIPS: queries + (0 if variant == "UNNEST" else 2)}


def by_rule(variant: str, size: int) -> Mapping[Quantity, int]:
    """SQLAlchemy's flush sends all updates without waiting for each."""
    if variant == "before":
        return {QUERIES: 1 + size, ROUND_TRIPS: 4}
    return {QUERIES: 1, ROUND_TRIPS: 3}


def by_django_rule(variant: str, size: int) -> Mapping[Quantity, int]:
    """A statement by itself is a transaction."""
    if variant == "before":
        return {QUERIES: 1 + size, ROUND_TRIPS: 3 + size}
    return {QUERIES: 1, ROUND_TRIPS: 1}


def written(variant: str, size: int) -> Mapping[Quantity, int]:
    """PostgreSQL writes a new version of each row that a statement updates, the same or not."""
    return {ROWS_WRITTEN: size if variant == "after" else 1}


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(
            before=before,
            after=after,
            setup=sqlalchemy,
            expected=by_key,
            alternatives={"loaded at once": after_loaded, "UNNEST": after_unnest},
        ),
        "Django": Case(
            before=before_django,
            after=after_django,
            setup=django,
            expected=by_case,
            alternatives={"UNNEST": after_unnest_django},
        ),
        "SQLAlchemy, one rule": Case(
            before=before_rule,
            after=after_rule,
            setup=sqlalchemy_rule,
            expected=by_rule,
        ),
        "Django, one rule": Case(
            before=before_rule_django,
            after=after_rule_django,
            setup=django_rule,
            expected=by_django_rule,
        ),
    },
    when_not={
        "one price has changed": Case(
            before=when_not,
            after=after,
            setup=few_changes,
            expected=written,
            alternatives={"UNNEST": after_unnest},
        ),
        "five times as many in one CASE": Case(
            before=after_django,
            after=when_not_one_case,
            setup=partial(django, times=TIMES),
        ),
    },
    sizes=(1, 50, 200),
    size_unit="products",
    reference=Reference(
        size=50,
        link=Link(rtt_ms=0.5),
        why=(
            "One supplier's price list, or one page of somebody's API, "
            "taken over into a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
