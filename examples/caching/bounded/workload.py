"""Count requests by route for a metric, as a middleware does for as long as its process lives."""

import random
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

from examples.caching.bounded import after, after_uncached, before, before_dict, when_not
from examples.caching.bounded.traffic import visited, walked
from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload

ENTRIES = Quantity("entries", "entries kept", "integer", exact=True)
HITS = Quantity("hits", "cache hits", "integer", exact=True)

BOUND = 1_024

Traffic = Callable[[int], tuple[bytes, ...]]
"""The paths of so many requests, in order."""


class CountedRoutes:
    """Routes that count how often somebody begins to try them."""

    def __init__(self, routes: Iterable[object]) -> None:
        self.routes = tuple(routes)
        self.tried = 0

    def __iter__(self) -> Iterator[object]:
        self.tried += 1
        return iter(self.routes)


def empty(variant: Variant) -> None:
    """Forget everything, so that each call is the whole life of a process."""
    if hasattr(variant, "known"):
        variant.known.clear()
    elif hasattr(variant.route_of, "cache_clear"):
        variant.route_of.cache_clear()


def entries(variant: Variant) -> int:
    """How many paths a variant holds."""
    if hasattr(variant, "known"):
        return len(variant.known)
    return int(variant.route_of.cache_info().currsize) if hasattr(variant.route_of, "cache_info") else 0


@contextmanager
def requests(bench: Bench, size: int, *, traffic: Traffic) -> Iterator[Call]:
    """A life of so many requests; each brings its path as new text, as a server decodes it."""
    raw = traffic(size)

    def call(variant: Variant) -> object:
        empty(variant)
        if not bench.counting:
            return variant.requests_by_route(path.decode() for path in raw)
        routes = variant.ROUTES
        variant.ROUTES = counted = CountedRoutes(routes)
        try:
            answer = variant.requests_by_route(path.decode() for path in raw)
        finally:
            variant.ROUTES = routes
        bench.count(HITS, size - counted.tried)
        bench.count(ENTRIES, entries(variant))
        return answer

    yield call
    for variant in (before, after, before_dict):
        empty(variant)


@contextmanager
def currencies(_: Bench, size: int) -> Iterator[Call]:
    """Few keys, all known to the code."""
    keys = random.Random(size).choices([*when_not.DECIMALS], k=size)

    def call(variant: Any) -> object:
        variant.cache_clear()
        return [variant(key) for key in keys]

    yield call


@lru_cache(maxsize=32)
def least_recently_used(traffic: Traffic, size: int, bound: int) -> tuple[int, int]:
    """Hits and entries of a cache that drops what was not asked for the longest."""
    kept: OrderedDict[bytes, None] = OrderedDict()
    hits = 0
    for key in traffic(size):
        if key in kept:
            hits += 1
            kept.move_to_end(key)
        else:
            kept[key] = None
            if len(kept) > bound:
                kept.popitem(last=False)
    return hits, len(kept)


def expected(variant: str, size: int, *, traffic: Traffic) -> Mapping[Quantity, int]:
    """Nothing, all, or the last of what was asked for."""
    bound = {"before": size, "after": BOUND, "uncached": 0}[variant]
    hits, kept = least_recently_used(traffic, size, bound)
    return {HITS: hits, ENTRIES: kept}


WORKLOAD = Workload(
    cases={
        "functools.cache": Case(
            before=before,
            after=after,
            alternatives={"uncached": after_uncached},
            setup=partial(requests, traffic=visited),
            expected=partial(expected, traffic=visited),
        ),
        "module-level dictionary": Case(
            before=before_dict,
            after=after,
            setup=partial(requests, traffic=visited),
            expected=partial(expected, traffic=visited),
        ),
    },
    when_not={
        "the same pages in the same order": Case(
            before=before,
            after=after,
            setup=partial(requests, traffic=walked),
            expected=partial(expected, traffic=walked),
        ),
        "five keys": Case(
            before=when_not.template, after=when_not.template_bounded, setup=currencies, sampled=(WALL,)
        ),
    },
    sizes=(1_000, 10_000, 100_000),
    size_unit="requests",
    reference=Reference(
        size=100_000,
        why="A service with one request a second has as many in little more than a day, and is restarted "
        "less often than that.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
