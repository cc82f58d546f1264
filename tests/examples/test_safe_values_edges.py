"""What the page on safe values says of damage, planted pickles, releases, and values that do not survive."""

from __future__ import annotations

import os
import pickle
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from redis.asyncio import Redis

from examples.caching.safe_values import (
    after,
    after_by_hand,
    before,
    code_runs,
    deployments,
    find_it,
    what_survives,
    when_not_signed,
)
from examples.caching.safe_values.catalog import PRODUCTS, Product, page_of_products
from examples.caching.safe_values.guard import Planted
from examples.harness import Bench
from tests.examples.files import said

VARIANTS = [before, after, after_by_hand, when_not_signed]
KEY, OTHER_KEY = "catalog:v1:1", "catalog:v1:2"
Answer = TypeVar("Answer")


def with_cache(bench: Bench, ask: Callable[[Redis], Awaitable[Answer]]) -> Answer:
    """What `ask` gives of an empty cache."""
    cache_url = bench.valkey()

    async def run() -> Answer:
        async with Redis.from_url(cache_url) as cache:
            return await ask(cache)

    return bench.run(run())


@pytest.mark.parametrize("size", [0, 3])
def test_every_variant_gives_back_what_was_stored_and_none_for_nothing(size: int, bench: Bench) -> None:
    async def ask(cache: Redis) -> list[object]:
        found: list[object] = []
        for variant in VARIANTS:
            await variant.store(cache, KEY, page_of_products(size))
            found += [await variant.load(cache, KEY), await variant.load(cache, OTHER_KEY)]
            await cache.delete(KEY)
        found += [await before.body(cache, OTHER_KEY), await after.body(cache, OTHER_KEY)]
        return found

    assert with_cache(bench, ask) == [page_of_products(size), None] * len(VARIANTS) + [None, None]


@pytest.mark.parametrize("variant", [after, when_not_signed])
def test_damage_is_a_miss(variant: ModuleType, bench: Bench) -> None:
    damages = [b"", b"\xff", b"null", b"{}", b'[{"id": 1}]', b"[" * 100_000, bytes(32), pickle.dumps([])]

    async def ask(cache: Redis) -> list[object]:
        found = []
        for damage in damages:
            await cache.set(KEY, damage)
            found.append(await variant.load(cache, KEY))
        return found

    assert with_cache(bench, ask) == [None] * len(damages)


def test_a_signed_pickle_holds_for_its_key_and_its_bytes_only(bench: Bench) -> None:
    async def ask(cache: Redis) -> list[object]:
        await when_not_signed.store(cache, KEY, page_of_products(1))
        await cache.copy(KEY, OTHER_KEY)
        moved = await when_not_signed.load(cache, OTHER_KEY)
        await cache.append(KEY, b".")
        return [moved, await when_not_signed.load(cache, KEY)]

    assert with_cache(bench, ask) == [None, None]


def test_a_client_that_decodes_responses_is_refused(bench: Bench) -> None:
    async def ask(cache_url: str) -> None:
        async with Redis.from_url(cache_url, decode_responses=True) as cache:
            await cache.set(KEY, "[]")
            await after.load(cache, KEY)

    with pytest.raises(TypeError, match="decode_responses"):
        bench.run(ask(bench.valkey()))


@settings(max_examples=20, deadline=None)
@given(
    st.builds(
        Product,
        name=st.text(st.sampled_from('aé€😀"\\\0\n')),
        price=st.decimals(allow_nan=False, allow_infinity=False),
        changed=st.datetimes(timezones=st.sampled_from([UTC])),
    )
)
def test_typed_json_gives_back_any_product(product: Product) -> None:
    assert PRODUCTS.validate_json(PRODUCTS.dump_json([product])) == [product]


def test_a_time_comes_back_without_its_zone() -> None:
    times = TypeAdapter(datetime)
    summer = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    back = times.validate_json(times.dump_json(summer))
    assert back == summer
    next_day = (summer + timedelta(days=1)).astimezone(UTC)
    assert next_day - (back + timedelta(days=1)).astimezone(UTC) == timedelta(hours=1)


def test_infinity_can_be_asked_for() -> None:
    numbers = TypeAdapter(list[float], config={"ser_json_inf_nan": "strings"})
    assert numbers.validate_json(numbers.dump_json([float("inf"), 1.5])) == [float("inf"), 1.5]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_the_names_in_a_pickle_are_found_and_none_is_called(protocol: int, tmp_path: Path) -> None:
    planted = pickle.dumps([page_of_products(2), Planted(tmp_path / "ran")], protocol)
    assert planted[:2] in find_it.MAGIC
    found = find_it.names_in(planted)
    assert {f"{os.mkdir.__module__}.mkdir", "decimal.Decimal"} <= found
    assert f"{Product.__module__}.Product" in found
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("script", [code_runs, deployments])
def test_what_the_page_shows_is_what_happens(
    script: ModuleType, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main(bench)
    printed = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in printed] == said(script)


def test_a_class_that_is_gone_is_said_in_the_words_of_each_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "catalog", ModuleType("catalog"))
    pickled = pickle.dumps(deployments.release(*deployments.RELEASES["as before"])("Chair", 4900))
    deployments.release(*deployments.RELEASES["the class is renamed"])
    since_3_14 = "module 'catalog' has no attribute 'Product'"
    expected = since_3_14 if sys.version_info >= (3, 14) else "Can't get attribute 'Product' on"
    with pytest.raises(AttributeError, match=re.escape(expected)):
        pickle.loads(pickled)


def test_what_the_page_shows_of_values_is_what_happens(capsys: pytest.CaptureFixture[str]) -> None:
    what_survives.main()
    assert capsys.readouterr().out.splitlines() == said(what_survives)
