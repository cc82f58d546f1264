"""Pages over ties, between writes, at the end of the list, and where a key cannot be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from examples.db.keyset_pagination import (
    after,
    after_django,
    after_ids_first,
    after_or,
    before,
    before_django,
    cursors,
)
from examples.db.keyset_pagination.seed import FEW
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_session
from examples.db.shop.models import Order
from examples.db.shop.plans import explained
from examples.harness import Bench

Read = Callable[[str], tuple[Sequence[Any], str]]


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    """A thousand orders of which four share each time; Django is connected to the same."""
    database = bench.postgres(FEW)
    with open_session(database) as session, connected(database):
        yield session


def walk(read: Read) -> list[int]:
    """The ids on all pages, in the order in which they come; ends at the first empty page."""
    found: list[int] = []
    cursor = ""
    while True:
        orders, following = read(cursor)
        if not orders:
            assert following in (cursor, "0")
            return found
        found += [order.id for order in orders]
        cursor = following


def reads(session: Session) -> list[Read]:
    """Every variant as a function of the cursor."""
    variants = (before, after, after_or, after_ids_first)
    return [
        *((lambda cursor, variant=variant: variant.order_page(session, cursor)) for variant in variants),
        before_django.order_page,
        after_django.order_page,
    ]


@pytest.mark.parametrize("kept", [1000, 50, 51, 1, 0])
def test_every_order_comes_exactly_once_though_four_share_each_time(session: Session, kept: int) -> None:
    session.execute(delete(Order).where(Order.id > kept))
    session.commit()
    for read in reads(session):
        assert walk(read) == list(range(kept, 0, -1))


def test_a_key_that_is_not_unique_loses_orders(session: Session) -> None:
    def by_time_alone(cursor: str) -> tuple[Sequence[Order], str]:
        newest = select(Order).order_by(Order.placed_at.desc(), Order.id.desc()).limit(cursors.PAGE)
        if cursor:
            newest = newest.where(Order.placed_at < cursors.read(cursor)[0])
        orders = session.scalars(newest).all()
        return orders, cursors.after(orders) or cursor

    assert len(walk(by_time_alone)) < 1000


def pages_around_a_write(read: Read, write: Callable[[], None]) -> tuple[list[int], list[int]]:
    """The ids of the first page and, after a write, of the second."""
    first, cursor = read("")
    write()
    second, _ = read(cursor)
    return [order.id for order in first], [order.id for order in second]


def test_a_new_order_pushes_one_onto_the_next_page_of_an_offset(session: Session) -> None:
    numbers = iter(range(1001, 2000))
    newest = session.get_one(Order, 1000).placed_at

    def order_something() -> None:
        session.add(Order(id=next(numbers), customer_id=7, placed_at=newest + timedelta(minutes=1)))
        session.flush()

    first, second = pages_around_a_write(lambda at: before.order_page(session, at), order_something)
    assert first[-1] == second[0]
    first, second = pages_around_a_write(lambda at: after.order_page(session, at), order_something)
    assert first[-1] == second[0] + 1


def test_a_deleted_order_takes_one_from_the_next_page_of_an_offset(session: Session) -> None:
    numbers = iter(range(1000, 0, -1))

    def cancel() -> None:
        session.execute(delete(Order).where(Order.id == next(numbers)))

    first, second = pages_around_a_write(lambda at: before.order_page(session, at), cancel)
    assert first[-1] == second[0] + 2  # nobody has seen the one in between
    first, second = pages_around_a_write(lambda at: after.order_page(session, at), cancel)
    assert first[-1] == second[0] + 1


def test_the_last_order_seen_need_not_exist_any_more(session: Session) -> None:
    first, cursor = after.order_page(session, "")
    session.execute(delete(Order).where(Order.id == first[-1].id))
    second, _ = after.order_page(session, cursor)
    assert second[0].id == first[-1].id - 1


def test_a_cursor_keeps_microseconds(session: Session) -> None:
    session.execute(text("UPDATE orders SET placed_at = placed_at + id * interval '1 microsecond'"))
    assert walk(lambda cursor: after.order_page(session, cursor)) == list(range(1000, 0, -1))


@pytest.mark.parametrize("cursor", ["2", "yesterday_7", "2026-01-01T03:57:00 00:00_951", "_", "2026-01-01_x"])
def test_a_damaged_cursor_is_a_value_error(session: Session, cursor: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|int\(\)"):
        after.order_page(session, cursor)


@pytest.mark.parametrize("time", ["2026-01-01T03:57:00", "2026-01-01"])
def test_a_time_without_a_zone_is_refused(time: str) -> None:
    with pytest.raises(ValueError, match=rf"a time with its zone, such as \+00:00: '{time}_951'"):
        cursors.read(f"{time}_951")


def test_rows_without_a_time_are_never_reached(bench: Bench) -> None:
    with psycopg.connect(bench.postgres(FEW).url()) as connection:
        connection.execute("ALTER TABLE orders ALTER placed_at DROP NOT NULL")
        connection.execute("UPDATE orders SET placed_at = NULL WHERE id <= 10")
        reached = connection.execute(
            "SELECT count(*) FROM orders WHERE (placed_at, id) < ('2027-01-01', 0)"
            " OR (placed_at, id) >= ('2027-01-01', 0)"
        ).fetchone()
        assert reached == (990,)


def test_an_order_that_is_committed_late_is_missed_by_who_reads_upwards(bench: Bench) -> None:
    url = bench.postgres(FEW).url()
    upwards = "SELECT id FROM orders WHERE (placed_at, id) > (%s, %s) ORDER BY placed_at, id"
    with psycopg.connect(url) as slow, psycopg.connect(url, autocommit=True) as other:
        add = "INSERT INTO orders VALUES (%s, 7, %s) RETURNING placed_at, id"
        slow.execute(add, (1001, "2026-02-01 12:00:00+00"))
        last = other.execute(add, (1002, "2026-02-01 12:00:01+00")).fetchone()
        assert last is not None
        slow.commit()
        assert other.execute(upwards, last).fetchall() == []


SHUFFLED = """
    CREATE TABLE shuffled AS
        SELECT id, placed_at, repeat('x', 200) AS note FROM orders ORDER BY id * 7919 % 1009;
    CREATE INDEX ON shuffled (placed_at, id);
"""


def test_on_a_shuffled_table_each_skipped_row_is_another_block(bench: Bench) -> None:
    newest = "ORDER BY placed_at DESC, id DESC OFFSET 800 LIMIT 50"
    blocks = []
    with psycopg.connect(bench.postgres(FEW).url(), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("SET enable_sort = off")  # a table so small would be sorted
        connection.execute(SHUFFLED)
        connection.execute("VACUUM ANALYZE shuffled")
        for query in (
            f"SELECT * FROM shuffled {newest}",
            f"SELECT * FROM shuffled WHERE id IN (SELECT id FROM shuffled {newest})",
        ):
            plan = explained(connection, query)
            blocks.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    assert blocks[0] > 800 > 4 * blocks[1]
