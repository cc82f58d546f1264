"""Ratios of results, remembered: the bootstrap of one pair of series takes longer than the rest of a page."""

from __future__ import annotations

from functools import lru_cache
from statistics import median

from examples.harness import statistics
from examples.harness.results import Conditions, Results
from examples.harness.statistics import Ratio


def ratio(results: Results, at: Conditions, variant: str = "after") -> Ratio | None:
    """As `Results.ratio`."""
    pair = _pair(results, at, variant)
    return None if pair is None else _ratio(*pair)


def middle_ratio(results: Results, at: Conditions, variant: str = "after") -> float | None:
    """The median of `ratio` alone, at none of its cost."""
    pair = _pair(results, at, variant)
    return None if pair is None else median(pair[0]) / median(pair[1])


def _pair(
    results: Results, at: Conditions, variant: str
) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    before, other = results.find(at, "before"), results.find(at, variant)
    if before is None or other is None or min(*before.samples, *other.samples) <= 0:
        return None
    return before.samples, other.samples


_ratio = lru_cache(maxsize=20_000)(statistics.ratio)
