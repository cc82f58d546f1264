"""Orders without lines, lists without orders, and caches that hold nothing, damage, or are not there."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from examples.caching.shared import after, after_local, before, before_sync_client
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import Worker, open_worker
from examples.db.n_plus_one import after as eager
from examples.db.n_plus_one import after_django, before_django
from examples.db.n_plus_one import before as lazy
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_session
from examples.db.shop.seed import SHOP
from examples.harness import Bench
from examples.harness.services.shared import Services

KEY = "shop:also-bought:v1:7"


@pytest.fixture(scope="module")
def session(services: Services) -> Iterator[Session]:
    """One session that SQLAlchemy's variants share, with Django connected to the same orders."""
    with Bench(services) as bench:
        database = bench.postgres(SHOP)
        with open_session(database) as session, connected(database):
            yield session


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(0, 40))
def test_both_stacks_list_the_same_orders_before_and_after(session: Session, limit: int) -> None:
    session.expunge_all()
    expected = lazy.order_list(session, limit)
    session.expunge_all()
    assert len(expected) == limit
    assert eager.order_list(session, limit) == expected
    assert before_django.order_list(limit) == expected
    assert after_django.order_list(limit) == expected


def test_the_list_has_orders_without_lines(session: Session) -> None:
    assert [] in [order["items"] for order in eager.order_list(session, 7)]


def with_a_worker(
    bench: Bench, ask: Callable[[Worker], Awaitable[object]], cache_url: str | None = None
) -> object:
    """What `ask` gives of a worker on a cache of its own, or on the one at `cache_url`."""
    database_url, cache_url = bench.postgres(PURCHASES).url("postgresql+psycopg"), cache_url or bench.valkey()

    async def work() -> object:
        async with open_worker(database_url, cache_url, cache_timeout_s=5) as worker:
            return await ask(worker)

    return bench.run(work())


def test_every_variant_answers_alike_twice_also_for_a_product_nobody_bought(bench: Bench) -> None:
    async def ask(worker: Worker) -> list[list[str]]:
        return [
            await variant.also_bought(worker, product)
            for product in (7, 999)
            for variant in (before, after, after, after_local, after_local)
        ]

    answers = with_a_worker(bench, ask)
    assert isinstance(answers, list)
    assert len(answers[0]) == 5
    assert answers == [answers[0]] * 5 + [[]] * 5


def test_an_answer_expires_within_a_tenth_of_five_minutes(bench: Bench) -> None:
    async def ask(worker: Worker) -> int:
        await after.also_bought(worker, 7)
        return int(await worker.cache.ttl(KEY))

    assert with_a_worker(bench, ask) in range(265, 331)


@pytest.mark.parametrize("damage", [b"not json", b"\xff"])
def test_a_damaged_entry_is_not_believed(bench: Bench, damage: bytes) -> None:
    async def ask(worker: Worker) -> bool:
        await worker.cache.set(KEY, damage)
        return await after.also_bought(worker, 7) == await before.also_bought(worker, 7)

    assert with_a_worker(bench, ask)


def test_the_synchronous_client_fails_in_the_words_of_each_python(bench: Bench) -> None:
    before_3_14 = "object {} can't be used in 'await' expression"
    words = "'{}' object can't be awaited" if sys.version_info >= (3, 14) else before_3_14
    with redis.Redis.from_url(bench.valkey()) as client:
        for kind in ("NoneType", "bytes"):
            with pytest.raises(TypeError, match=re.escape(words.format(kind))):
                bench.run(before_sync_client.cached(client, KEY))
            client.set(KEY, "Ada")


def test_a_cache_that_refuses_fails_no_request(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    async def ask(worker: Worker) -> bool:
        return await after.also_bought(worker, 7) == await before.also_bought(worker, 7)

    assert with_a_worker(bench, ask, f"redis://127.0.0.1:{port}/0")
