"""What the page on warming says of answers, errors, other processes and damaged entries."""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator
from types import ModuleType
from typing import TypeVar

import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from examples.caching.shared.after_local import also_bought
from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.worker import Worker
from examples.caching.warming import (
    after,
    after_connected,
    after_one_for_all,
    before,
    before_strict,
    coverage,
    on_failure,
)
from examples.caching.warming.deployment import addresses, queries, started
from examples.caching.warming.service import HOT, fill
from examples.harness import Bench
from tests.examples.files import said

NOBODY_BOUGHT = 999
KEY = "shop:also-bought:v1:7"
Answer = TypeVar("Answer")

# SQLAlchemy may drop the connection of a query that was cancelled, without closing it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _dropped_connections_are_gone() -> Iterator[None]:
    yield
    gc.collect()


def with_worker(bench: Bench, variant: ModuleType, ask: Callable[[Worker], Awaitable[Answer]]) -> Answer:
    """What `ask` gives of a process that has just started."""

    async def run() -> Answer:
        app = FastAPI()
        async with variant.lifespan(app):
            return await ask(app.state.worker)

    return bench.run(run())


async def in_valkey(key: str, value: bytes) -> None:
    async with Redis.from_url(os.environ["CACHE_URL"]) as cache:
        await cache.set(key, value)


def test_answers_are_those_of_the_database_however_a_process_starts(bench: Bench) -> None:
    async def ask(worker: Worker) -> list[list[str]]:
        return [await also_bought(worker, product_id) for product_id in (*HOT, 50, NOBODY_BOUGHT)]

    async def find(worker: Worker) -> list[list[str]]:
        return [await find_also_bought(worker.database, key) for key in (*HOT, 50, NOBODY_BOUGHT)]

    with addresses(bench):
        wanted = with_worker(bench, before, find)
        # The second that shares reads what the first has stored.
        for variant in (after, after_connected, after_one_for_all, after_one_for_all, before_strict):
            assert with_worker(bench, variant, ask) == wanted


def test_three_processes_that_start_at_once_share_one_filling(bench: Bench) -> None:
    async def run() -> tuple[int, list[set[int]]]:
        with queries() as sent:
            async with started(after_one_for_all.lifespan, 3) as workers:
                return sent(), [set(worker.memory) for worker in workers]

    with addresses(bench):
        assert bench.run(run()) == (len(HOT), [set(HOT)] * 3)


def test_a_damaged_shared_entry_does_not_keep_a_process_from_starting(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask(worker: Worker) -> list[str]:
        return await also_bought(worker, 7)

    with addresses(bench):
        bench.run(in_valkey(KEY, b"not json"))
        assert len(with_worker(bench, after_one_for_all, ask)) == 5
    assert "cache not filled" in caplog.text


def test_a_process_whose_lease_ends_while_it_fills_is_filled_and_says_something_else(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def outlast(worker: Worker, products: Iterable[int]) -> None:
        await fill(worker, products)
        await worker.cache.delete("shop:warming")

    async def ask(worker: Worker) -> set[int]:
        return set(worker.memory)

    monkeypatch.setattr(after_one_for_all, "fill", outlast)
    with addresses(bench):
        assert with_worker(bench, after_one_for_all, ask) == set(HOT)
    assert "LockNotOwnedError" in caplog.text


@pytest.mark.parametrize(("lease_ms", "filled"), [(50, len(HOT)), (60_000, 0)])
def test_the_lock_of_a_dead_process_is_waited_for_until_its_lease_or_the_limit_ends(
    lease_ms: int, filled: int, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die_with_the_lock() -> None:
        async with Redis.from_url(os.environ["CACHE_URL"]) as cache:
            await cache.set("shop:warming", b"a dead process", px=lease_ms)

    async def ask(worker: Worker) -> int:
        return len(worker.memory)

    monkeypatch.setattr(after_one_for_all, "LIMIT_S", 30 if filled else 0.1)
    with addresses(bench):
        bench.run(die_with_the_lock())
        assert with_worker(bench, after_one_for_all, ask) == filled


@pytest.mark.parametrize("variant", [after_one_for_all, after_connected])
def test_without_valkey_a_process_starts_cold(
    variant: ModuleType, bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(worker: Worker) -> tuple[int, int]:
        return len(worker.memory), len(await also_bought(worker, 7))

    with addresses(bench):
        monkeypatch.setitem(os.environ, "CACHE_URL", "redis://127.0.0.1:9/0")
        assert with_worker(bench, variant, ask) == (0, 5)
    assert "Error" in caplog.text


def test_what_was_filled_before_an_error_stays(bench: Bench) -> None:
    async def fails_at_three(worker: Worker, product_id: int) -> list[str]:
        if product_id == 3:
            raise LookupError(product_id)
        return await also_bought(worker, product_id)

    async def ask(worker: Worker) -> list[int]:
        await fill(worker, [1, 2])
        with pytest.raises(ExceptionGroup):
            await fill(worker, [3, 4], fails_at_three)
        await fill(worker, [])
        return sorted(worker.memory)

    with addresses(bench):
        assert with_worker(bench, before, ask)[:2] == [1, 2]


def test_the_share_of_popular_keys_is_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    coverage.main()
    assert capsys.readouterr().out.splitlines() == said(coverage)


def test_what_the_page_shows_of_failures_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    on_failure.main(bench)
    assert capsys.readouterr().out.splitlines() == said(on_failure)
