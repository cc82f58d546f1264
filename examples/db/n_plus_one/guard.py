"""Tests that fail when an order list sends queries for each order."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from examples.db.n_plus_one.after import order_list
from examples.db.n_plus_one.after_django import order_list as django_order_list
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.db.shop.seed import SHOP
from examples.harness import Bench


@contextmanager
def sent_by(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that an engine sends."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_twenty_orders_cost_as_many_queries_as_two(bench: Bench) -> None:
    counts = []
    with open_engine(bench.postgres(SHOP)) as engine:
        for limit in (2, 20):
            with Session(engine) as session, sent_by(engine) as statements:
                assert len(order_list(session, limit)) == limit
            counts.append(len(statements))
    assert counts[0] == counts[1]


def test_django_sends_as_many_queries_for_twenty_orders_as_for_two(
    bench: Bench,
) -> None:
    counts = []
    with connected(bench.postgres(SHOP)):
        for limit in (2, 20):
            with CaptureQueriesContext(connection) as sent:
                assert len(django_order_list(limit)) == limit
            counts.append(len(sent))
    assert counts[0] == counts[1]
