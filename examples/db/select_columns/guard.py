"""Tests that fail when a list asks for a large column, at once or later."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.select_columns.after import product_list
from examples.db.select_columns.after_django import product_list as django_product_list
from examples.db.select_columns.models import CATALOGUE
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import Bench

LARGE = ("description", "data_sheet")


def large_in(statements: list[str]) -> list[str]:
    """The large columns that these statements name."""
    return [column for column in LARGE if any(column in one for one in statements)]


def test_the_list_asks_for_no_large_column(bench: Bench) -> None:
    statements: list[str] = []
    with open_engine(bench.postgres(CATALOGUE)) as engine:
        event.listen(
            engine,
            "before_cursor_execute",
            lambda *arguments: statements.append(arguments[2]),
        )
        with Session(engine) as session:
            assert len(product_list(session, limit=20)) == 20
    assert statements and not large_in(statements)


def test_the_django_list_asks_for_no_large_column(bench: Bench) -> None:
    with connected(bench.postgres(CATALOGUE)), CaptureQueriesContext(connection) as sent:
        assert len(django_product_list(limit=20)) == 20
    assert len(sent) and not large_in([query["sql"] for query in sent])
