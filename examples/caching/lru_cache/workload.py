"""Pick the newest release from index pages, as a dependency resolver does again and again."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from packaging.version import Version

from examples.caching.lru_cache import after, before, when_not
from examples.caching.lru_cache.index_pages import pages, requirements_of
from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload

PARSED = Quantity("parsed", "requirements parsed", "integer", exact=True)
HITS = Quantity("hits", "cache hits", "integer", exact=True)

PYTHON = Version("3.12.1")
PRICES = 20_000


@contextmanager
def counted_parses(variant: Variant) -> Iterator[list[int]]:
    """Count, in a list of one number, how often a module parses a requirement."""
    parse = variant.SpecifierSet
    parsed = [0]

    def parse_and_count(requires: str) -> object:
        parsed[0] += 1
        return parse(requires)

    variant.SpecifierSet = parse_and_count
    try:
        yield parsed
    finally:
        variant.SpecifierSet = parse


def empty(function: Any) -> None:
    """Forget what a function has cached, if it caches: every call begins cold."""
    if hasattr(function, "cache_clear"):
        function.cache_clear()


def hits(function: Any) -> int:
    """How many calls a function has answered from its cache."""
    return int(function.cache_info().hits) if hasattr(function, "cache_info") else 0


@contextmanager
def resolver(bench: Bench, size: int) -> Iterator[Call]:
    """Ask each of many pages for its newest release."""
    found = pages(size)

    def ask(variant: Variant) -> list[Version | None]:
        empty(variant.supports)
        return [variant.newest(page, PYTHON) for page in found]

    yield partial(counted, bench, ask)


@contextmanager
def check_alone(bench: Bench, size: int) -> Iterator[Call]:
    """Nothing but the function that is cached."""
    requirements = requirements_of(size)

    def ask(variant: Variant) -> list[bool]:
        empty(variant.supports)
        return [variant.supports(requires, PYTHON) for requires in requirements]

    yield partial(counted, bench, ask)


def counted(bench: Bench, ask: Callable[[Variant], object], variant: Variant) -> object:
    """One call, which reports parses and hits while the bench counts."""
    if not bench.counting:
        return ask(variant)
    with counted_parses(variant) as parsed:
        answer = ask(variant)
    bench.count(PARSED, parsed[0])
    bench.count(HITS, hits(variant.supports))
    return answer


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every file is parsed, or every requirement that was not seen before."""
    parsed = size if variant == "before" else len(set(requirements_of(size)))
    return {PARSED: parsed, HITS: size - parsed}


def prices_of(size: int) -> list[int]:
    """Prices in cents, by Zipf's law."""
    weights = [1 / rank for rank in range(1, PRICES + 1)]
    return random.Random(size).choices(range(1_990, 1_990 + PRICES), weights, k=size)


@contextmanager
def prices(bench: Bench, size: int) -> Iterator[Call]:
    """A small function over many prices."""
    cents = prices_of(size)

    def call(variant: Variant) -> object:
        empty(variant)
        answer = [variant(price) for price in cents]
        if bench.counting:
            bench.count(HITS, hits(variant))
        return answer

    yield call


def expected_of_prices(variant: str, size: int) -> Mapping[Quantity, int]:
    """Every price that was seen before is a hit."""
    return {HITS: 0 if variant == "before" else size - len(set(prices_of(size)))}


WORKLOAD = Workload(
    cases={
        "newest releases": Case(before=before, after=after, setup=resolver, expected=expected),
        "the check alone": Case(before=before, after=after, setup=check_alone, expected=expected),
    },
    when_not={
        "a short text": Case(
            before=when_not.label, after=when_not.label_cached, setup=prices, expected=expected_of_prices
        ),
        "a line of arithmetic": Case(
            before=when_not.gross, after=when_not.gross_cached, setup=prices, expected=expected_of_prices
        ),
    },
    sizes=(10, 100, 1_000, 10_000),
    size_unit="calls",
    reference=Reference(
        size=10_000,
        why="A dependency resolver looks at the pages of a hundred projects with a hundred files each.",
    ),
    sampled=(WALL,),
)
