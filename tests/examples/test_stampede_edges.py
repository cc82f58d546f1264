"""What the page on stampedes says of cancellation, failures, dead holders, and several processes."""

from __future__ import annotations

import asyncio
import gc
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from random import Random
from types import ModuleType
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede import (
    after,
    after_early,
    after_lock,
    after_stale,
    after_valkey_lock,
    before,
    chances,
    on_failure,
    processes,
)
from examples.caching.stampede.burst import PRODUCT, Service, open_service
from examples.caching.stampede.worker import key_of, write
from examples.harness import Bench
from tests.examples.files import said

NOBODY_BOUGHT = 999
VARIANTS = [before, after, after_lock, after_valkey_lock, after_stale, after_early]
Answer = TypeVar("Answer")


def with_workers(bench: Bench, workers: int, ask: Callable[[Service], Awaitable[Answer]]) -> Answer:
    """What `ask` gives of a service with so many workers and an empty cache."""
    database_url, cache_url = bench.postgres(PURCHASES).url("postgresql+psycopg"), bench.valkey()

    async def run() -> Answer:
        async with open_service(database_url, cache_url, workers) as service:
            return await ask(service)

    return bench.run(run())


async def begun(service: Service, queries: int) -> None:
    """Return when so many queries have begun."""
    while service.queries < queries:
        service.begun.clear()
        await service.begun.wait()


def test_every_variant_answers_alike_twice_also_for_a_product_nobody_bought(bench: Bench) -> None:
    async def ask(service: Service) -> list[list[str]]:
        worker = service.workers[0]
        return [
            await variant.also_bought(worker, product)
            for product in (PRODUCT, NOBODY_BOUGHT)
            for variant in VARIANTS
            for _ in range(2)
        ]

    answers = with_workers(bench, 1, ask)
    assert len(answers[0]) == 5
    assert answers == [answers[0]] * 12 + [[]] * 12


@pytest.mark.parametrize("damage", [b"not json", b"\xff"])
@pytest.mark.parametrize("variant", [after, after_lock, after_valkey_lock])
def test_a_damaged_entry_is_refilled(variant: ModuleType, damage: bytes, bench: Bench) -> None:
    async def ask(service: Service) -> bool:
        worker = service.workers[0]
        await worker.cache.set(key_of(worker, PRODUCT), damage)
        wanted = await find_also_bought(worker.database, PRODUCT)
        return bool(await variant.also_bought(worker, PRODUCT) == wanted)

    assert with_workers(bench, 1, ask)


def test_a_caller_can_change_its_answer_without_changing_that_of_another(bench: Bench) -> None:
    async def ask(service: Service) -> bool:
        one, other = await service.burst(after.also_bought, 2)
        one.clear()
        return len(other) == 5

    assert with_workers(bench, 1, ask)


def test_nothing_of_a_refill_is_kept_when_it_has_ended_or_failed(bench: Bench) -> None:
    async def ask(service: Service) -> list[int]:
        worker = service.workers[0]
        await service.burst(after.also_bought, 5)
        await service.burst(after_lock.also_bought, 5)
        async with worker.database.connect() as connection:
            await connection.execute(text("ALTER TABLE order_line RENAME TO gone"))
        await worker.cache.flushdb()
        for variant in (after, after_lock):
            with pytest.raises(ProgrammingError, match="order_line"):
                await variant.also_bought(worker, PRODUCT)
        gc.collect()  # the traceback of an error holds the lock for a while
        return [len(worker.refills), len(worker.locks)]

    assert with_workers(bench, 1, ask) == [0, 0]


def test_the_refill_of_callers_that_have_all_gone_still_fills_the_cache(bench: Bench) -> None:
    async def ask(service: Service) -> int:
        worker = service.workers[0]
        service.may_end.clear()
        caller = asyncio.create_task(after.also_bought(worker, PRODUCT))
        await service.begun.wait()
        refill = worker.refills[PRODUCT]
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        service.may_end.set()
        await refill
        return int(await worker.cache.exists(key_of(worker, PRODUCT)))

    assert with_workers(bench, 1, ask) == 1


def test_who_joins_a_refill_that_began_before_a_change_gets_the_answer_before_it(bench: Bench) -> None:
    async def ask(service: Service) -> tuple[int, int]:
        worker = service.workers[0]
        service.may_end.clear()
        early = asyncio.create_task(after.also_bought(worker, PRODUCT))
        await service.begun.wait()
        await write(worker, key_of(worker, PRODUCT), ["changed meanwhile"])
        late = asyncio.create_task(after.also_bought(worker, PRODUCT))
        await asyncio.sleep(0)
        service.may_end.set()
        return len(await early), len(await late)

    assert with_workers(bench, 1, ask) == (5, 5)


def test_without_an_old_answer_serving_stale_refills_once_a_process(bench: Bench) -> None:
    async def ask(service: Service) -> int:
        service.may_end.clear()
        burst = asyncio.create_task(service.burst(after_stale.also_bought, 12))
        await begun(service, queries=3)
        service.may_end.set()
        await burst
        return service.queries

    assert with_workers(bench, 3, ask) == 3


HOLDER = """
import redis, sys
cache = redis.Redis.from_url(sys.argv[1])
assert cache.lock(sys.argv[2], timeout=1).acquire()
print("holds it", flush=True)
sys.stdin.read()
"""


def test_the_lock_of_a_process_that_was_killed_ends_by_itself(bench: Bench) -> None:
    database_url, cache_url = bench.postgres(PURCHASES).url("postgresql+psycopg"), bench.valkey()

    async def ask() -> tuple[int, int]:
        async with open_service(database_url, cache_url, 2) as service:
            lock = f"{key_of(service.workers[0], PRODUCT)}:refill"
            command = [sys.executable, "-c", HOLDER, cache_url, lock]
            holder = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
            assert holder.stdout is not None
            assert await holder.stdout.readline()
            holder.kill()
            await holder.wait()
            held = await service.workers[0].cache.exists(lock)
            await service.burst(after_valkey_lock.also_bought, 10)
            return int(held), service.queries

    assert bench.run(ask()) == (1, 1)


def test_a_lock_that_ends_before_its_refill_lets_the_next_process_refill_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(after_valkey_lock, "LEASE_S", 0.1)

    async def ask(service: Service) -> tuple[int, int]:
        service.may_end.clear()
        burst = asyncio.create_task(service.burst(after_valkey_lock.also_bought, 4))
        await begun(service, queries=2)
        service.may_end.set()
        return len(await burst), service.queries

    assert with_workers(bench, 2, ask) == (4, 2)


def test_early_refills_grow_likelier_towards_the_end() -> None:
    random = Random(1)
    draws = [random.random() for _ in range(1_000)]
    shares = [sum(after_early.is_due(left, 1.0, draw) for draw in draws) for left in (5.0, 2.0, 1.0, 0.1)]
    assert shares == sorted(shares)
    assert shares[0] < 20 < 880 < shares[-1]
    assert all(after_early.is_due(0.0, 1.0, draw) for draw in draws)


# SQLAlchemy may drop the connection of a query that was cancelled, without closing it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_the_page_shows_of_failures_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    on_failure.main(bench)
    gc.collect()
    assert capsys.readouterr().out.splitlines() == said(on_failure)


def test_what_the_page_shows_of_processes_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    processes.main(bench)
    assert capsys.readouterr().out.splitlines() == said(processes)


def test_what_the_page_shows_of_chances_is_what_happens(capsys: pytest.CaptureFixture[str]) -> None:
    chances.main()
    assert capsys.readouterr().out.splitlines() == said(chances)
