"""Updates of nothing, of rows that are not there, of refused values, and what each way leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, cast

import psycopg
import pytest
from django.db import IntegrityError as DjangoIntegrityError
from sqlalchemy import Engine, event, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
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
    lost_update,
    skipped,
    trouble,
    when_not,
    when_not_one_case,
)
from examples.db.bulk_update.models import Product
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import Bench, Database
from examples.harness.services.shared import Services
from tests.examples.files import said

SESSION_VERSIONS = [before, after, after_loaded, after_unnest, when_not]
DJANGO_VERSIONS = [before_django, after_django, after_unnest_django, when_not_one_case]
MISSING = r"No row was found|expected to update 2 row\(s\); 1 were matched"
Shop = tuple[Database, Engine]
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def shop(services: Services) -> Iterator[Shop]:
    """Products that the tests of this module share; Django is connected to the same."""
    with Bench(services) as bench:
        database = bench.postgres(PRODUCTS)
        with open_engine(database) as engine, connected(database):
            yield database, engine


def setter(version: ModuleType, engine: Engine) -> Callable[[Mapping[int, int]], None]:
    """A version's function, with a session of its own for each call where it takes one."""
    if version in DJANGO_VERSIONS:
        return cast("Callable[[Mapping[int, int]], None]", version.set_prices)

    def set_prices(prices: Mapping[int, int]) -> None:
        with Session(engine) as session:
            version.set_prices(session, prices)

    return set_prices


def rows(database: Database, *numbers: int) -> list[Row]:
    """The prices of some products, and whether the time of their change is newer than the seed's."""
    with psycopg.connect(database.url()) as connection:
        return connection.execute(
            "SELECT price_cents, changed_at > '2026-01-02' FROM product WHERE id = ANY(%s) ORDER BY id",
            [list(numbers)],
        ).fetchall()


@pytest.mark.parametrize("version", [*SESSION_VERSIONS, *DJANGO_VERSIONS], ids=lambda module: module.__name__)
def test_every_version_sets_what_it_is_told_or_nothing(shop: Shop, version: ModuleType) -> None:
    database, engine = shop
    with psycopg.connect(database.url()) as connection:
        connection.execute("UPDATE product SET price_cents = 50, changed_at = '2026-01-01' WHERE id < 10")
    set_prices = setter(version, engine)
    set_prices({})
    with pytest.raises((IntegrityError, DjangoIntegrityError), match="price_cents_check"):
        set_prices({3: 70, 4: -1, 5: 70})
    assert rows(database, 3, 4, 5) == [(50, False)] * 3
    set_prices({4: 61, 3: 60})
    assert rows(database, 3, 4, 5) == [(60, True), (61, True), (50, False)]


@pytest.mark.parametrize("version", [before, after], ids=lambda module: module.__name__)
def test_sqlalchemy_refuses_a_list_with_a_product_that_is_not_there(shop: Shop, version: ModuleType) -> None:
    database, engine = shop
    with pytest.raises(SQLAlchemyError, match=MISSING):
        setter(version, engine)({20: 77, 20_000: 77})
    assert rows(database, 20) == [(20 * 10 + 99, False)]


@pytest.mark.parametrize("version", [after_unnest, *DJANGO_VERSIONS], ids=lambda module: module.__name__)
def test_the_others_pass_over_a_product_that_is_not_there(shop: Shop, version: ModuleType) -> None:
    database, engine = shop
    setter(version, engine)({21: 77, 20_000: 77})
    assert rows(database, 21)[0][0] == 77


def test_a_rule_gives_equal_prices_however_it_is_applied(shop: Shop) -> None:
    database, engine = shop
    for version in (before_rule, after_rule):
        with Session(engine) as session:
            version.raise_prices(session, supplier=1001, cents=1)
            version.raise_prices(session, supplier=9, cents=1)  # who has none
    for version in (before_rule_django, after_rule_django):
        version.raise_prices(supplier=1001, cents=1)
    assert rows(database, 1001, 1051) == [(1 * 10 + 99 + 4, True), (51 * 10 + 99 + 4, True)]


def test_of_two_prices_for_one_product_unnest_takes_either_once(shop: Shop) -> None:
    """A loop lets the last one win; the page says to remove duplicates first."""
    columns = {"ids": [30, 30], "cents": [77, 78]}
    with Session(shop[1]) as session, session.begin():
        assert session.connection().execute(after_unnest.UPDATE, columns).rowcount == 1
        assert session.get_one(Product, 30).price_cents in (77, 78)


def test_rows_with_other_columns_are_statements_of_their_own(shop: Shop) -> None:
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    by_turns = [
        {"id": 31, "stock": 7},
        {"id": 32, "price_cents": 7},
        {"id": 33, "stock": 7},
        {"id": 34, "price_cents": 7},
    ]
    event.listen(shop[1], "before_cursor_execute", note)
    with Session(shop[1]) as session, session.begin():
        session.execute(update(Product), by_turns)
        assert len(sent) == 4
        sent.clear()
        session.execute(update(Product), sorted(by_turns, key=lambda row: "stock" in row))
        assert len(sent) == 2
    event.remove(shop[1], "before_cursor_execute", note)


def test_a_statement_of_sqls_own_leaves_loaded_objects_as_they_were(shop: Shop) -> None:
    with Session(shop[1]) as session:
        loaded = session.get_one(Product, 40)
        session.execute(update(Product), [{"id": 40, "price_cents": 77}])
        assert loaded.price_cents == 77
        session.execute(after_unnest.UPDATE, {"ids": [40], "cents": [78]})
        assert loaded.price_cents == 77
        session.expire_all()
        assert loaded.price_cents == 78


def test_what_the_page_shows_of_trouble_is_what_happens(
    bench: Bench, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    lost_update.main(shop[1])
    assert capsys.readouterr().out.splitlines() == said(lost_update)
    skipped.main()
    assert capsys.readouterr().out.splitlines() == said(skipped)
    trouble.main(bench.postgres(PRODUCTS).url())
    assert capsys.readouterr().out.splitlines() == said(trouble)
