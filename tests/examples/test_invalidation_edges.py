"""What the page on invalidation says of races, failures, processes and rollbacks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import ModuleType
from typing import TypeVar

import pytest
from redis.asyncio import Redis
from sqlalchemy.exc import IntegrityError

from examples.caching.invalidation import (
    after,
    after_delete,
    after_lease,
    after_write_through,
    outbox,
    races,
)
from examples.caching.invalidation.orders import find_sales, insert_order, key_of, transaction
from examples.caching.invalidation.races import PRODUCT, Shop, open_shop
from examples.caching.invalidation.story import counted, pass_time
from examples.harness import Bench
from tests.examples.files import said

NOBODY_BOUGHT = 999
VARIANTS = [after, after_delete, after_write_through, after_lease]
Answer = TypeVar("Answer")


def with_shop(bench: Bench, ask: Callable[[Shop], Awaitable[Answer]]) -> Answer:
    """What `ask` gives of a shop with empty caches."""

    async def run() -> Answer:
        async with open_shop(bench) as shop:
            return await ask(shop)

    return bench.run(run())


@pytest.mark.parametrize("script", [races, outbox])
def test_what_the_page_shows_is_what_happens(
    script: ModuleType, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main(bench)
    printed = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in printed] == said(script)


def test_every_variant_answers_alike_twice_also_for_a_product_nobody_bought(bench: Bench) -> None:
    async def ask(shop: Shop) -> list[list[int]]:
        answers: list[list[int]] = []
        for variant in VARIANTS:
            shop.begin(variant)
            products = (PRODUCT, PRODUCT, NOBODY_BOUGHT, NOBODY_BOUGHT)
            answers += [await variant.sales(shop.reader.worker, product) for product in products]
        return answers

    assert with_shop(bench, ask) == [[400, 1600], [400, 1600], [0, 0], [0, 0]] * len(VARIANTS)


def test_an_order_that_fails_changes_nothing(bench: Bench) -> None:
    async def ask(shop: Shop) -> list[list[int]]:
        answers = []
        for variant in VARIANTS:
            shop.begin(variant)
            await shop.ask()
            with pytest.raises(IntegrityError):
                await variant.order(shop.writer.worker, 1, NOBODY_BOUGHT)
            answers.append(await shop.ask())
        return answers

    assert with_shop(bench, ask) == [[400, 1600]] * len(VARIANTS)


@pytest.mark.parametrize("variant", [after, after_lease])
def test_many_orders_and_questions_at_once_leave_nothing_old(variant: ModuleType, bench: Bench) -> None:
    async def ask(shop: Shop) -> list[int]:
        shop.begin(variant)
        await asyncio.gather(*(call() for call in [shop.ask, shop.order, shop.ask, shop.order_elsewhere] * 3))
        assert await shop.is_right()
        return await shop.ask()

    assert with_shop(bench, ask) == [406, 1606]


def test_between_commit_and_generation_the_old_answer_is_still_given(bench: Bench) -> None:
    async def ask(shop: Shop) -> list[list[int]]:
        shop.begin(after)
        await shop.ask()
        async with transaction(shop.writer.worker) as connection:
            await insert_order(connection, 10_001, PRODUCT)
        between = await shop.ask()
        await after.new_generation(shop.writer.worker, key_of(shop.writer.worker, PRODUCT))
        return [between, await shop.ask()]

    assert with_shop(bench, ask) == [[400, 1600], [401, 1601]]


def test_an_order_that_is_cancelled_after_its_commit_leaves_the_old_answer(bench: Bench) -> None:
    async def ask(shop: Shop, cache: Redis) -> bool:
        shop.begin(after)
        known = await shop.ask()
        order = asyncio.create_task(after.order(replace(shop.writer.worker, cache=cache), 10_001, PRODUCT))
        while await find_sales(shop.other.worker.database, PRODUCT) == known:
            assert not order.done()
        order.cancel()
        with pytest.raises(asyncio.CancelledError):
            await order
        return await shop.is_right()

    async def with_silent_cache(shop: Shop) -> bool:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            async with Redis(port=silent.getsockname()[1], socket_timeout=30) as cache:
                return await ask(shop, cache)

    assert not with_shop(bench, with_silent_cache)


def test_a_generation_that_is_lost_brings_no_old_answer_back(bench: Bench) -> None:
    async def ask(shop: Shop) -> bool:
        shop.begin(after)
        await shop.ask()
        await shop.order()
        key = key_of(shop.reader.worker, PRODUCT)
        await shop.reader.worker.cache.delete(f"{key}:gen")
        return await shop.is_right()

    assert with_shop(bench, ask)


def test_what_the_job_could_not_tell_stays_due(bench: Bench) -> None:
    async def ask(shop: Shop) -> list[bool]:
        async with transaction(shop.writer.worker) as connection:
            await connection.execute(outbox.TABLE)
        shop.begin(outbox)
        right = []
        await races.cache_away(shop)
        await shop.order_without_cache()
        right.append(await shop.is_right())
        await asyncio.gather(outbox.tell(shop.other.worker), outbox.tell(shop.reader.worker))
        right.append(await shop.is_right())
        return right

    assert with_shop(bench, ask) == [False, True]


def test_time_of_a_story_ends_entries_and_nothing_else_does(bench: Bench) -> None:
    async def ask(shop: Shop) -> list[int]:
        cache = shop.reader.worker.cache
        await cache.set("story:a", "1", ex=10)
        there = []
        for second in range(12):
            await pass_time(cache, "story", second)
            there.append(int(await cache.exists("story:a")))
        return there

    assert with_shop(bench, ask) == [1] * 10 + [0, 0]


def test_a_lifetime_of_one_second_keeps_hardly_anything() -> None:
    refills, old = counted("nothing", 60, per_order=20, per_second=1, lifetime_s=1)
    assert refills > 50
    assert old == 0
