"""Pages of a list of one million orders, from its beginning to near its end."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import (
    after,
    after_django,
    after_ids_first,
    after_or,
    before,
    before_django,
    cursors,
    when_not,
)
from examples.db.keyset_pagination.plans import watch
from examples.db.keyset_pagination.seed import MILLION
from examples.db.shop import django_models
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine, open_session
from examples.db.shop.models import Order
from examples.harness import (
    QUERIES,
    ROWS,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

ROWS_READ = Quantity("rows_read", "rows read in the database", "integer", exact=True)
ORDERS = 1_000_000
BY_OFFSET: set[object] = {before, before_django, after_ids_first, when_not.by_offset}
"""Whose cursor is the number of rows before the page; the others' is the last row seen."""
TIES = 3
"""Orders as old as the last one seen that Django's condition lets the index find: four share each time."""

WARM = 3
"""Deep pages read until PostgreSQL has the blocks of a new copy in its own memory."""


@contextmanager
def sqlalchemy(bench: Bench, size: int) -> Iterator[Call]:
    """A session of its own for each call, on a pooled connection."""
    database = bench.postgres(MILLION)
    with open_session(database) as session:
        key = cursors.after([session.get_one(Order, ORDERS + 1 - size)])
    with open_engine(database) as engine:
        if bench.counting:
            count = counter(bench)
            event.listen(engine, "connect", lambda opened, _: watch(opened, count))

        def call(variant: Variant) -> object:
            read = variant if callable(variant) else variant.order_page
            with Session(engine) as session:
                orders, other = read(session, str(size) if variant in BY_OFFSET else key)
                total = other if isinstance(other, int) else None
                return [(order.id, order.placed_at) for order in orders], total

        if not bench.counting:
            for _ in range(WARM):
                call(before)
        yield call


@contextmanager
def django(bench: Bench, size: int) -> Iterator[Call]:
    """One open connection, as in a worker with `CONN_MAX_AGE`."""
    with connected(bench.postgres(MILLION)):
        key = cursors.after([django_models.Order.objects.get(id=ORDERS + 1 - size)])
        if bench.counting:
            watch(connection.connection, counter(bench))

        def call(variant: Variant) -> object:
            orders, _ = variant.order_page(str(size) if variant in BY_OFFSET else key)
            return [(order.id, order.placed_at) for order in orders]

        if not bench.counting:
            for _ in range(WARM):
                call(before_django)
        yield call


def counter(bench: Bench) -> Callable[[int], None]:
    """Counts what PostgreSQL reads during calls."""
    return lambda rows: bench.count(ROWS_READ, rows)


def page(variant: str, size: int) -> Mapping[Quantity, int]:
    """All ask once and get fifty rows; what PostgreSQL reads to find them differs."""
    read = {
        "before": size + cursors.PAGE,
        "after": cursors.PAGE,
        "the condition as an OR": size + cursors.PAGE,
        "OFFSET in the index alone": size + 2 * cursors.PAGE,
    }
    return {QUERIES: 1, ROWS: cursors.PAGE, ROWS_READ: read[variant]}


def django_page(variant: str, size: int) -> Mapping[Quantity, int]:
    """Without a row comparison, the index finds the ties, too."""
    read = cursors.PAGE + (size if variant == "before" else TIES)
    return {QUERIES: 1, ROWS: cursors.PAGE, ROWS_READ: read}


def page_and_total(variant: str, size: int) -> Mapping[Quantity, int]:
    """Counting reads all orders."""
    read = page(variant, size)[ROWS_READ] + ORDERS
    return {QUERIES: 2, ROWS: cursors.PAGE + 1, ROWS_READ: read}


WORKLOAD = Workload(
    cases={
        "SQLAlchemy": Case(
            before=before,
            after=after,
            setup=sqlalchemy,
            expected=page,
            alternatives={
                "the condition as an OR": after_or,
                "OFFSET in the index alone": after_ids_first,
            },
        ),
        "Django": Case(
            before=before_django,
            after=after_django,
            setup=django,
            expected=django_page,
        ),
    },
    when_not={
        "with the total": Case(
            before=when_not.by_offset,
            after=when_not.by_key,
            setup=sqlalchemy,
            expected=page_and_total,
        ),
    },
    sizes=(100, 1_000, 10_000, 100_000, 500_000),
    size_unit="rows deep",
    reference=Reference(
        size=100_000,
        link=Link(rtt_ms=0.5),
        why=(
            "The average page for a client that follows the pages of two hundred thousand orders to the end, "
            "as an export, a crawler or a sync does."
        ),
    ),
    links=(Link(rtt_ms=0.5),),
)
