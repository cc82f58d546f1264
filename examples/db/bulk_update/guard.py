"""Tests that fail when twenty rows wait for the database more often than two."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from examples.db.bulk_update.after import set_prices
from examples.db.bulk_update.after_django import set_prices as django_set_prices
from examples.db.bulk_update.after_rule_django import raise_prices
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import Bench


@contextmanager
def sent_by(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine sends; one of many rows is one."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def prices(number: int) -> dict[int, int]:
    """A list for so many products."""
    return dict.fromkeys(range(1, number + 1), 990)


def test_twenty_prices_are_as_many_statements_as_two(bench: Bench) -> None:
    counts = []
    with open_engine(bench.postgres(PRODUCTS)) as engine:
        for number in (2, 20):
            with Session(engine) as session, sent_by(engine) as statements:
                set_prices(session, prices(number))
            counts.append(len(statements))
    assert counts[0] == counts[1]


def test_django_sends_as_many_statements_for_twenty_prices(bench: Bench) -> None:
    counts = []
    with connected(bench.postgres(PRODUCTS)):
        for number in (2, 20):
            with CaptureQueriesContext(connection) as sent:
                django_set_prices(prices(number))
            counts.append(len(sent))
    assert counts[0] == counts[1]


def test_django_raises_fifty_prices_as_it_raises_one(bench: Bench) -> None:
    counts = []
    with connected(bench.postgres(PRODUCTS)):
        for supplier in (1, 50):  # who have one product and fifty
            with CaptureQueriesContext(connection) as sent:
                raise_prices(supplier, cents=50)
            counts.append(len(sent))
    assert counts[0] == counts[1]
