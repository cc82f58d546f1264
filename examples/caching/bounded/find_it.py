"""Print every cache of functools in a running process, the largest first."""

from __future__ import annotations

import functools
import gc

from examples.caching.bounded import after, before
from examples.caching.bounded.traffic import visited


def caches() -> list[functools._lru_cache_wrapper[object]]:
    """Every function that `cache` or `lru_cache` decorates, wherever it is."""
    found = (each for each in gc.get_objects() if type(each) is type(after.route_of))
    return sorted(found, key=lambda each: each.cache_info().currsize, reverse=True)


if __name__ == "__main__":
    for version in (before, after):
        version.requests_by_route(path.decode() for path in visited(20_000))
    print("entries    bound  hit ratio  function")
    for each in caches()[:4]:
        hits, misses, bound, entries = each.cache_info()
        name = f"{each.__module__}.{each.__qualname__}"
        print(f"{entries:7} {bound or 'none':>8} {hits / (hits + misses or 1):10.0%}  {name}")
