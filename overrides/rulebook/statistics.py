"""Ratios of results, remembered: the bootstrap of one pair of series takes longer than the rest of a page."""

from __future__ import annotations

from functools import lru_cache

from examples.harness import statistics
from examples.harness.results import Conditions, Results
from examples.harness.statistics import Ratio


def ratio(results: Results, at: Conditions, variant: str = "after") -> Ratio | None:
    """As `Results.ratio`."""
    before, other = results.find(at, "before"), results.find(at, variant)
    if before is None or other is None or min(*before.samples, *other.samples) <= 0:
        return None
    return _ratio(before.samples, other.samples)


_ratio = lru_cache(maxsize=20_000)(statistics.ratio)
