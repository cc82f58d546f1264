"""Requests of several short queries to a web worker that has been running for a while."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, LiteralString

from sqlalchemy import select

from examples.db.connection_pool import (
    after,
    after_django,
    after_pre_ping,
    after_sqlalchemy,
    before,
    before_django,
    before_sqlalchemy,
    when_not,
)
from examples.db.connection_pool.django_worker import Worker
from examples.db.shop.models import Customer
from examples.db.shop.round_trips import OFTEN, TRANSACTION, session_round_trips
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
    Variant,
    Workload,
)

NAME: LiteralString = "SELECT name FROM customer WHERE id = %(id)s"

START = 2
"""Round trips of a new connection: a request for encryption, which is denied, then start-up."""
INTRODUCTION = {QUERIES: 5, ROUND_TRIPS: 7}
"""What a new engine asks first: the version, the schema, how strings and hstore look."""


def workers(make: Callable[[Variant], Any], ask: Callable[[Any], object]) -> Iterator[Call]:
    """One running worker for each variant; a call asks one of them."""
    running: dict[Variant, Any] = {}
    with ExitStack() as stack:

        def call(variant: Variant) -> object:
            if variant not in running:
                running[variant] = make(variant)
                stack.callback(running[variant].close)
            return ask(running[variant])

        yield call


@contextmanager
def queries(bench: Bench, size: int) -> Iterator[Call]:
    """A request asks for the names of several customers, each time in a transaction of its own."""
    url = bench.postgres(SHOP).url()

    def ask(database: before.Database) -> object:
        return [database.rows(NAME, id=number) for number in range(1, size + 1)]

    yield from workers(lambda variant: variant(url), ask)


@contextmanager
def sqlalchemy(bench: Bench, size: int) -> Iterator[Call]:
    """A request has one session, and so one transaction."""
    url = bench.postgres(SHOP).url("postgresql+psycopg")

    def ask(database: before_sqlalchemy.Database) -> object:
        with database.session() as session:
            return [
                session.scalar(select(Customer.name).where(Customer.id == number))
                for number in range(1, size + 1)
            ]

    yield from workers(lambda variant: variant(url), ask)


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """A request begins and ends with Django's signals; each query commits by itself."""
    database = bench.postgres(SHOP)

    def ask(worker: Worker) -> object:
        return worker.serve(range(1, size + 1))

    yield from workers(lambda variant: Worker(variant.databases(database)), ask)


@contextmanager
def script(bench: Bench, size: int) -> Iterator[Call]:
    """A process starts, sends its queries one after another, and ends."""
    url = bench.postgres(SHOP).url()
    yield lambda variant: variant(url, range(1, size + 1))


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every query is a transaction; what is prepared stays so, as every transaction is committed."""
    connections = size if variant == "before" else 0
    pings = size if variant == "pre_ping" else 0
    return {
        CONNECTIONS: connections,
        QUERIES: size,
        ROUND_TRIPS: connections * START + size * (1 + TRANSACTION) + pings,
    }


def expected_sqlalchemy(variant: str, size: int) -> Mapping[Quantity, int]:
    """One transaction; what it prepared is deallocated with its ROLLBACK."""
    round_trips = session_round_trips(size)
    if variant == "before":
        return {
            CONNECTIONS: 1,
            QUERIES: size + INTRODUCTION[QUERIES],
            ROUND_TRIPS: START + INTRODUCTION[ROUND_TRIPS] + TRANSACTION + round_trips,
        }
    return {CONNECTIONS: 0, QUERIES: size, ROUND_TRIPS: round_trips}


def expected_django(variant: str, size: int) -> Mapping[Quantity, int]:
    """Django prepares nothing; its health check is a query, too."""
    if variant == "before":
        return {CONNECTIONS: 1, QUERIES: size, ROUND_TRIPS: START + size}
    return {CONNECTIONS: 0, QUERIES: size + 1, ROUND_TRIPS: size + 1}


def expected_script(variant: str, size: int) -> Mapping[Quantity, int]:
    """One connection either way, over which each query commits by itself."""
    counts = {CONNECTIONS: 1, QUERIES: size, ROUND_TRIPS: START + size + (size >= OFTEN)}
    if variant == "after":
        counts = {name: count + INTRODUCTION.get(name, 0) for name, count in counts.items()}
    return counts


WORKLOAD = Workload(
    cases={
        "psycopg": Case(
            before=before.Database,
            after=after.Database,
            alternatives={"pre_ping": after_pre_ping.Database},
            setup=queries,
            expected=expected,
        ),
        "SQLAlchemy": Case(
            before=before_sqlalchemy.Database,
            after=after_sqlalchemy.Database,
            setup=sqlalchemy,
            expected=expected_sqlalchemy,
        ),
        "Django": Case(
            before=before_django,
            after=after_django,
            setup=django,
            expected=expected_django,
        ),
    },
    when_not={
        "a script": Case(
            before=when_not.one_connection,
            after=when_not.a_pool,
            setup=script,
            expected=expected_script,
        ),
    },
    sizes=(1, 3, 10),
    size_unit="queries",
    reference=Reference(
        size=3,
        link=Link(rtt_ms=0.5),
        why=(
            "A request that reads a session, a user and what the page shows, "
            "from a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
