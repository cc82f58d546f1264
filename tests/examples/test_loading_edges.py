"""What is loaded and how: joins that multiply, statements in pieces, rows that change between them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import ModuleType

import psycopg
import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from sqlalchemy import Engine, delete, event, select, text
from sqlalchemy.exc import InvalidRequestError, SAWarning
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, selectinload

from examples.db.eager_strategy import after, after_selectin, after_to_one, before, before_to_one, traps
from examples.db.eager_strategy.models import MAILED, Message, Order
from examples.db.n_plus_one.guard import sent_by
from examples.db.select_columns import after as columns
from examples.db.select_columns import after_django as django_columns
from examples.db.select_columns import (
    after_django_only,
    after_load_only,
    before_django,
    late_reads,
)
from examples.db.select_columns import before as everything
from examples.db.select_columns.django_models import Product as DjangoProduct
from examples.db.select_columns.models import CATALOGUE, Product
from examples.db.shop.django_models import Order as DjangoOrder
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine, open_session
from examples.db.shop.models import OrderLine
from examples.harness import Bench, Database
from examples.harness.services.shared import Services
from tests.examples.files import said


@pytest.fixture(scope="module")
def mailed(services: Services) -> Iterator[Database]:
    """One database for all tests here that leave it as it was."""
    with Bench(services) as bench:
        yield bench.postgres(MAILED)


@pytest.fixture(scope="module")
def engine(mailed: Database) -> Iterator[Engine]:
    with open_engine(mailed) as engine:
        yield engine


def test_what_the_page_shows_of_traps_is_what_happens(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(engine) as session:
        traps.main(session)
    assert capsys.readouterr().out.splitlines() == said(traps)


@pytest.mark.parametrize("limit", [0, 1, 3, 7])
def test_every_strategy_lists_the_same_also_nothing_and_orders_without_lines(
    engine: Engine, limit: int
) -> None:
    def lists(version: ModuleType) -> list[object]:
        with Session(engine) as session:
            return list(version.order_list(session, limit))

    joined = lists(before)
    assert len(joined) == limit
    assert lists(after) == lists(after_selectin) == joined
    assert lists(after_to_one) == lists(before_to_one)
    # The third order from the newest has no line: a customer, then mails.
    assert limit < 3 or all("Message" in text for text in list(joined[2])[1:])  # type: ignore[call-overload]


def test_nothing_found_sends_no_second_query(engine: Engine) -> None:
    with Session(engine) as session, sent_by(engine) as statements:
        assert after.order_list(session, 0) == []
    assert len(statements) == 1


def test_five_hundred_and_one_parents_are_asked_for_in_two_pieces(engine: Engine) -> None:
    with Session(engine) as session, sent_by(engine) as statements:
        assert len(after.order_list(session, 501)) == 501
    assert len(statements) == 1 + 2 + 2


def test_a_second_query_sees_what_was_committed_since_the_first_unless_the_snapshot_is_kept(
    bench: Bench,
) -> None:
    def mails(engine: Engine, version: ModuleType) -> int:
        """Mails of the newest order for a reader whose first statement is followed by their deletion."""
        at_work = False

        def meanwhile(*_: object) -> None:
            nonlocal at_work
            if not at_work:
                at_work = True
                with Session(engine) as other:
                    other.execute(delete(Message).where(Message.order_id == 10_000))
                    other.commit()

        with Session(engine) as session:
            event.listen(engine, "after_cursor_execute", meanwhile)
            (shown,) = version.order_list(session, 1)
            event.remove(engine, "after_cursor_execute", meanwhile)
        return sum("Message" in text for text in shown)

    seen = []
    for version, level in (
        (before, "READ COMMITTED"),
        (after, "REPEATABLE READ"),
        (after, "READ COMMITTED"),
    ):
        with open_engine(bench.postgres(MAILED)) as engine:
            seen.append(mails(engine.execution_options(isolation_level=level), version))
    assert seen == [4, 4, 0]


def test_under_asyncio_the_same_options_send_the_same_and_give_the_same(
    engine: Engine, mailed: Database
) -> None:
    newest = select(Order).order_by(Order.placed_at.desc()).limit(3)

    async def main() -> tuple[object, int]:
        asynchronous = create_async_engine(mailed.url("postgresql+psycopg"))
        async with AsyncSession(asynchronous) as session:
            with pytest.raises(InvalidRequestError, match="unique"):
                (await session.scalars(newest.options(joinedload(Order.messages)))).all()
            with sent_by(asynchronous.sync_engine) as statements:
                shown = await session.run_sync(after.order_list, 3)
        await asynchronous.dispose()
        return shown, len(statements)

    with Session(engine) as session:
        assert asyncio.run(main()) == (after.order_list(session, 3), 3)


def test_django_joins_nothing_to_many_and_prefetches_to_one_with_a_query_more(mailed: Database) -> None:
    newest = DjangoOrder.objects.order_by("-placed_at")
    with connected(mailed):
        sent = []
        for orders in (newest.select_related("customer")[:10], newest.prefetch_related("customer")[:10]):
            with CaptureQueriesContext(connection) as queries:
                assert len([order.customer.name for order in orders]) == 10
            sent.append(len(queries))
        assert sent == [1, 2]
        with pytest.raises(FieldError, match="lines"):
            list(newest.select_related("lines")[:10])


def test_the_remedies_that_the_page_names_for_locks_and_streams_work(engine: Engine) -> None:
    newest = select(Order).order_by(Order.placed_at.desc()).limit(4)
    with Session(engine) as session:
        inner = newest.options(joinedload(Order.customer, innerjoin=True)).with_for_update()
        named = newest.options(joinedload(Order.lines)).where(Order.id > 9_996).limit(None)
        assert len(session.scalars(inner).all()) == 4
        assert len(session.scalars(named.with_for_update(of=Order)).unique().all()) == 4
        streamed = newest.options(selectinload(Order.messages)).execution_options(yield_per=2)
        with sent_by(engine) as statements:
            assert [len(order.messages) for order in session.scalars(streamed)] == [4, 8, 7, 6]
        assert len(statements) == 1 + 2


def test_an_inner_join_for_update_locks_the_customer_as_well(engine: Engine) -> None:
    newest = select(Order).order_by(Order.placed_at.desc()).limit(1)
    free = text("SELECT id FROM customer WHERE id = 1 FOR UPDATE SKIP LOCKED")
    found = []
    for join, lock in ((True, None), (False, Order)):
        options = joinedload(Order.customer, innerjoin=join)
        with Session(engine) as session, Session(engine) as other:
            assert session.scalars(newest.options(options).with_for_update(of=lock)).one().customer.id == 1
            found.append(len(other.execute(free).all()))
    assert found == [0, 1]


def test_a_condition_chooses_orders_or_lines_and_beside_a_loader_neither(engine: Engine) -> None:
    many = OrderLine.quantity > 3
    wanted = select(Order).where(Order.id == 9_996)
    with Session(engine) as session:
        chosen = wanted.where(Order.lines.any(many)).options(selectinload(Order.lines))
        assert len(session.scalars(chosen).one().lines) == 5
        session.expunge_all()
        lines = wanted.join(Order.lines).where(many).options(contains_eager(Order.lines))
        assert len(session.scalars(lines).unique().one().lines) == 1
        session.expunge_all()
        with pytest.warns(SAWarning, match="cartesian product"):
            session.scalars(wanted.where(many).options(selectinload(Order.lines)).limit(3)).all()


@pytest.fixture(scope="module")
def catalogue(services: Services) -> Iterator[Database]:
    """One database for the tests here that leave it as it was."""
    with Bench(services) as bench:
        yield bench.postgres(CATALOGUE)


def test_what_the_page_shows_of_late_reads_is_what_happens(
    catalogue: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    late_reads.main(catalogue)
    print(asyncio.run(late_reads.under_asyncio(catalogue.url("postgresql+psycopg"))))
    assert capsys.readouterr().out.splitlines() == said(late_reads)


@pytest.mark.parametrize("limit", [0, 1, 501])
def test_every_version_lists_the_same_products(catalogue: Database, limit: int) -> None:
    lists = []
    with open_session(catalogue) as session, connected(catalogue):
        for version in (everything, columns, after_load_only):
            session.expunge_all()
            lists.append(version.product_list(session, limit))
        lists += [
            version.product_list(limit) for version in (before_django, django_columns, after_django_only)
        ]
    assert len(lists[0]) == min(limit, 500)
    assert lists == [lists[0]] * 6


def test_a_session_keeps_what_it_has_loaded_and_completes_it_from_a_fuller_query(catalogue: Database) -> None:
    one = select(Product).where(Product.id == 7)
    names = one.options(load_only(Product.name))
    with open_session(catalogue) as session:
        product = session.scalars(one).one()
        assert session.scalars(names).one() is product
        assert "description" in vars(product)
        session.expunge_all()
        product = session.scalars(names).one()
        session.scalars(one).one()
        assert "description" in vars(product)


class Stamped(models.Model):  # type: ignore[misc]  # Django carries no types
    """A product whose changes are dated."""

    name = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "stamped"
        db_table = "product"
        managed = False


def test_a_partly_loaded_object_writes_only_what_it_has(bench: Bench) -> None:
    database = bench.postgres(CATALOGUE)
    with connected(database):
        dated = Stamped.objects.values_list("updated_at").get(id=7)
        Stamped.objects.only("name").get(id=7).save()
        assert Stamped.objects.values_list("updated_at").get(id=7) == dated
        product = DjangoProduct.objects.only("name").get(id=7)
        DjangoProduct.objects.filter(id=7).update(price_cents=5)
        product.name = "renamed"
        with CaptureQueriesContext(connection) as sent:
            product.save()
        assert len(sent) == 1 and "price_cents" not in sent[0]["sql"]
        assert list(DjangoProduct.objects.filter(id=7).values_list("name", "price_cents")) == [("renamed", 5)]


def test_a_key_of_a_document_is_picked_by_the_server_which_reads_it_whole(catalogue: Database) -> None:
    def read(expression: str) -> tuple[int, int]:
        """Bytes that would be sent, and pages that are read for them, of a hundred products."""
        with psycopg.connect(catalogue.url()) as server:
            explain = f"EXPLAIN (ANALYZE, SERIALIZE, FORMAT JSON) SELECT {expression} FROM product LIMIT 100"
            row = server.execute(explain.encode()).fetchone()
        assert row
        plan = row[0][0]
        pages = plan["Plan"]["Shared Hit Blocks"] + plan["Serialization"]["Shared Hit Blocks"]
        return plan["Serialization"]["Output Volume"], pages

    (whole, whole_pages), (key, key_pages), (name, name_pages) = map(
        read, ("data_sheet", "data_sheet ->> 'property 7'", "name")
    )
    assert key < whole / 50
    assert key_pages > whole_pages / 2 > 10 * name_pages
    assert name <= key


def test_an_index_that_holds_the_columns_answers_alone_only_if_no_other_is_asked_for(bench: Bench) -> None:
    with psycopg.connect(bench.postgres(CATALOGUE).url(), autocommit=True) as server:
        server.execute("CREATE INDEX ON product (updated_at) INCLUDE (id, name, price_cents)")
        server.execute("VACUUM ANALYZE product")
        plans = []
        for names in ("id, name, price_cents", "*"):
            query = f"EXPLAIN SELECT {names} FROM product ORDER BY updated_at DESC LIMIT 5"
            plans.append(str(server.execute(query.encode()).fetchall()))
    assert ["Index Only Scan" in plan for plan in plans] == [True, False]
