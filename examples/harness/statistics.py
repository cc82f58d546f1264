"""Ratios of interleaved samples, and how sure one can be of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

RESAMPLES = 2_000
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Ratio:
    """How many times more the before takes than the after.

    Attributes:
        median: Ratio of the medians; above 1 the after is better.
        low: Lower end of the bootstrap interval.
        high: Upper end of the bootstrap interval.
    """

    median: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether the whole interval lies on one side of 1."""
        return self.low > 1 or self.high < 1


def ratio(before: Sequence[float], after: Sequence[float]) -> Ratio:
    """The ratio of medians with its percentile bootstrap interval.

    Rounds are resampled as pairs when the two have the same length, as interleaved sampling gives
    them: what slowed one round slowed both. The resampling is seeded, so a page is the same each time.

    Raises:
        ValueError: Either side is empty, or holds a value that is not above zero.
    """
    if not before or not after:
        raise ValueError("a ratio needs at least one sample on either side")
    if min(before) <= 0 or min(after) <= 0:
        raise ValueError("a ratio needs samples above zero")
    centre = median(before) / median(after)
    if len(before) == len(after) == 1:
        return Ratio(centre, centre, centre)
    generator = random.Random(len(before) * 31 + len(after))
    paired = len(before) == len(after)
    estimates = []
    for _ in range(RESAMPLES):
        rounds = generator.choices(range(len(before)), k=len(before))
        others = rounds if paired else generator.choices(range(len(after)), k=len(after))
        estimates.append(median(before[i] for i in rounds) / median(after[i] for i in others))
    estimates.sort()
    tail = round((1 - CONFIDENCE) / 2 * RESAMPLES)
    return Ratio(centre, estimates[tail], estimates[-1 - tail])
