"""A hit on a page of the catalog that is sent or read as objects, and a page that is stored."""

from __future__ import annotations

import json
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from random import Random
from typing import Any

from redis.asyncio import Redis

from examples.caching.safe_values import after, after_by_hand, before, when_not, when_not_signed
from examples.caching.safe_values.catalog import PRODUCTS, page_of_products
from examples.caching.safe_values.entries import read
from examples.harness import (
    COMMANDS,
    CPU,
    ROUND_TRIPS,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

STORED = Quantity("stored", "bytes stored", "byte", exact=True)
STORING = (before, after, after_by_hand, when_not_signed)
NUMBERS: dict[Any, Callable[[list[float]], bytes]] = {
    when_not.from_pickle: pickle.dumps,
    when_not.from_json: lambda numbers: json.dumps(numbers).encode(),
    when_not.from_array: lambda numbers: array("d", numbers).tobytes(),
}


def key_of(variant: Variant) -> str:
    """Each variant has an entry of its own."""
    return f"catalog:v1:{variant.__name__}"


@contextmanager
def connected(bench: Bench) -> Iterator[Redis]:
    """A client with an open connection, and no time-out: a machine that stutters must change no count."""
    client = Redis.from_url(bench.valkey(), socket_timeout=30)
    try:
        bench.run(read(client, "nothing"))
        yield client
    finally:
        bench.run(client.aclose())


def counted(bench: Bench, client: Redis, variants: Iterable[Variant]) -> Call:
    """Reports how many bytes of a variant are stored; asked before calls, so that no call counts it."""
    sizes = {variant: len(bench.run(read(client, key_of(variant))) or b"") for variant in variants}

    def count(variant: Variant) -> None:
        if bench.counting:
            bench.count(STORED, sizes[variant])

    return count


@contextmanager
def pages(bench: Bench, size: int, function: str) -> Iterator[Call]:
    """Each call finds the page that its variant has stored."""
    page = page_of_products(size)
    with connected(bench) as client:
        for variant in STORING:
            bench.run(variant.store(client, key_of(variant), page))
        count = counted(bench, client, STORING)

        def call(variant: Variant) -> object:
            count(variant)
            return bench.run(getattr(variant, function)(client, key_of(variant)))

        yield call


@contextmanager
def new_pages(bench: Bench, size: int) -> Iterator[Call]:
    """Each call stores the page."""
    page = page_of_products(size)
    with connected(bench) as client:
        yield lambda variant: bench.run(variant.store(client, key_of(variant), page))


@contextmanager
def numbers(bench: Bench, size: int) -> Iterator[Call]:
    """Each call finds as many numbers as there are products on a page."""
    values = some_numbers(size)
    with connected(bench) as client:
        for variant, encoded in NUMBERS.items():
            bench.run(write(client, key_of(variant), encoded(values)))
        count = counted(bench, client, tuple(NUMBERS))

        async def found(variant: Variant) -> object:
            return variant(await read(client, key_of(variant)))

        def call(variant: Variant) -> object:
            count(variant)
            return bench.run(found(variant))

        yield call


async def write(cache: Redis, key: str, entry: bytes) -> None:
    await cache.set(key, entry)


def some_numbers(size: int) -> list[float]:
    pick = Random(7)
    return [pick.random() for _ in range(size)]


ONE_COMMAND = {COMMANDS: 1, ROUND_TRIPS: 1}


def one_command(_variant: str, _size: int) -> Mapping[Quantity, int]:
    """What is stored is sent at once."""
    return ONE_COMMAND


def hit(variant: str, size: int) -> Mapping[Quantity, int]:
    """One command, for what the page was turned into."""
    page = page_of_products(size)
    stored = {
        "before": lambda: pickle.dumps(page),
        "after": lambda: PRODUCTS.dump_json(page),
        "by hand": lambda: json.dumps([asdict(product) for product in page], default=str).encode(),
        "signed pickle": lambda: bytes(32) + pickle.dumps(page),
    }
    return {**ONE_COMMAND, STORED: len(stored[variant]())}


def hit_of_numbers(variant: str, size: int) -> Mapping[Quantity, int]:
    """One command, for what the numbers were turned into."""
    encoded = dict(zip(("before", "after", "array"), NUMBERS.values(), strict=True))
    return {**ONE_COMMAND, STORED: len(encoded[variant](some_numbers(size)))}


WORKLOAD = Workload(
    cases={
        "a hit that is sent": Case(
            before=before, after=after, setup=partial(pages, function="body"), expected=hit
        ),
        "a hit that is read": Case(
            before=before,
            after=after,
            alternatives={"by hand": after_by_hand, "signed pickle": when_not_signed},
            setup=partial(pages, function="load"),
            expected=hit,
        ),
        "a page that is stored": Case(
            before=before,
            after=after,
            alternatives={"by hand": after_by_hand, "signed pickle": when_not_signed},
            setup=new_pages,
            expected=one_command,
        ),
    },
    when_not={
        "many numbers": Case(
            before=when_not.from_pickle,
            after=when_not.from_json,
            alternatives={"array": when_not.from_array},
            setup=numbers,
            expected=hit_of_numbers,
        )
    },
    sizes=(1, 20, 100, 1000),
    size_unit="products",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why="A JSON API sends the pages of its catalog, a hundred products each, from a cache on another "
        "machine of the same data center.",
    ),
    sampled=(WALL, CPU),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
    headline=CPU,
)
