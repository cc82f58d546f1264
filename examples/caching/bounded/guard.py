"""Fail when a service keeps something of every path that it was ever asked for."""

import tracemalloc

from examples.caching.bounded.after import requests_by_route

PATHS = 10_000


def grown_by(first: int) -> int:
    """Bytes that so many new paths leave behind."""
    held, _ = tracemalloc.get_traced_memory()
    requests_by_route(f"/orders/{number}" for number in range(first, first + PATHS))
    return tracemalloc.get_traced_memory()[0] - held


def test_new_paths_leave_nothing_behind_once_the_cache_is_full() -> None:
    tracemalloc.start()
    try:
        grown_by(0)  # fills any bound below so many
        assert grown_by(PATHS) < 10 * PATHS  # bytes; a kept path is some hundred
    finally:
        tracemalloc.stop()


def test_long_paths_leave_nothing_behind() -> None:
    tracemalloc.start()
    try:
        held, _ = tracemalloc.get_traced_memory()
        requests_by_route(f"/search/{'x' * 10_000}{number}" for number in range(100))
        assert tracemalloc.get_traced_memory()[0] - held < 100_000
    finally:
        tracemalloc.stop()
