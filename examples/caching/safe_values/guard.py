"""Fails when a stored value can run code, or changes its shape and keeps its key."""

import os
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from examples.caching.safe_values.after import load, store
from examples.caching.safe_values.catalog import Product
from examples.caching.safe_values.entries import read
from examples.harness import Bench

PRODUCT = Product(
    id=7,
    name="Chair",
    price=Decimal("10.50"),
    changed=datetime(2026, 11, 21, tzinfo=UTC),
    tags=("new",),
    stock={1: 3},
)
# Change this line only together with the version in the key.
STORED_BY_V1 = (
    b'[{"id":7,"name":"Chair","price":"10.50",'
    b'"changed":"2026-11-21T00:00:00Z","tags":["new"],"stock":{"1":3}}]'
)


def types(product: Product) -> list[type]:
    return [type(value) for value in vars(product).values()]


class Planted:
    """A pickle of this makes a folder when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_others_store_runs_no_code(
    protocol: int, bench: Bench, tmp_path: Path
) -> None:
    async def plant_and_load(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            planted = pickle.dumps(Planted(tmp_path / "ran"), protocol)
            await cache.set("catalog:v1:1", planted)
            await load(cache, "catalog:v1:1")

    bench.run(plant_and_load(bench.valkey()))
    assert not (tmp_path / "ran").exists()


def test_what_is_stored_is_what_version_one_stored(bench: Bench) -> None:
    async def store_and_load(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            await store(cache, "catalog:v1:1", [PRODUCT])
            assert await read(cache, "catalog:v1:1") == STORED_BY_V1
            found = await load(cache, "catalog:v1:1") or []
            assert found == [PRODUCT]
            # A float equals a decimal, too.
            assert [*map(types, found)] == [types(PRODUCT)]

    bench.run(store_and_load(bench.valkey()))
