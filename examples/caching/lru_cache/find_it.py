"""Profile a resolution, then count how often the same question comes."""

import cProfile
import pstats
from collections import Counter

from packaging.version import Version

from examples.caching.lru_cache import before
from examples.caching.lru_cache.index_pages import pages

index, python = pages(2_000), Version("3.12.1")
with cProfile.Profile() as profile:
    for page in index:
        before.newest(page, python)
stats = pstats.Stats(profile).strip_dirs().sort_stats("cumtime")
stats.print_stats("before|contains|wheel|loads")

asked: Counter[tuple[str, Version]] = Counter()
supports = before.supports


def noted(requires: str, python: Version) -> bool:
    asked[requires, python] += 1
    return supports(requires, python)


before.supports = noted
for page in index:
    before.newest(page, python)
repeats = asked.total() - len(asked)
print(f"{asked.total()} calls, {len(asked)} different: at most {repeats} hits")
