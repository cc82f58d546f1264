"""Ratios of interleaved samples, and how sure one can be of them.

The unit of evidence is a fresh process: hash seeds, memory layout and what the machine did meanwhile are
drawn anew with each. So each process gives one ratio, and the interval is read off the ordered ratios: it
holds their true median with a chance that follows from coin tossing alone, whatever the noise looks like.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import linear_regression, median
from typing import Literal

NOTHING = 1.1
"""A ratio nearer to 1 than this is neither a gain nor a loss: machines differ that much from run to run."""

PROCESSES = 5
"""Fresh processes of a whole measurement; fewer do not show what differs from one to the next."""

MORE_PROCESSES = 4
"""Further ones where the first lie wide apart; of nine values the interval leaves out the extremes.

Whatever the noise looks like, two looks miss the true median in one of ten measurements at the worst: in 2 of
32 and in 20 of 512."""

CONFIDENCE = 0.93
"""What an interval promises at least, if there are values enough: the range of five holds 15 times in 16."""

Finding = Literal["gain", "loss", "nothing", "cannot tell"]
Runs = Sequence[Sequence[float]]
"""What was sampled of one variant, by process, in the order taken."""


@dataclass(frozen=True)
class Ratio:
    """How many times more the before takes than the after.

    Attributes:
        median: Middle of the processes' ratios; above 1 the after is better.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """

    median: float
    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether the whole interval lies on one side of 1."""
        return self.low > 1 or self.high < 1

    @property
    def precise(self) -> bool:
        """Whether the interval is as narrow as what counts as no difference."""
        return self.high / self.low <= NOTHING**2

    @property
    def finding(self) -> Finding:
        """What the interval allows to say: the after gains, loses, does nothing, or none of the three."""
        if self.low >= NOTHING:
            return "gain"
        if self.high <= 1 / NOTHING:
            return "loss"
        return "nothing" if self.precise else "cannot tell"

    @property
    def inverse(self) -> Ratio:
        """After ÷ before."""
        return Ratio(1 / self.median, 1 / self.high, 1 / self.low)


def ratio(before: Runs, after: Runs) -> Ratio:
    """The ratio before ÷ after, one estimate a process: its median before ÷ its median after.

    What slowed one round slowed both variants, since they are interleaved. Of a single process, the rounds
    are the estimates.

    Raises:
        ValueError: The two differ in processes, or hold no value or one that is not above zero.
    """
    if len(before) != len(after) or not all(map(len, (before, *before, *after))):
        raise ValueError("a ratio needs samples of both sides from the same processes")
    if min(map(min, (*before, *after))) <= 0:
        raise ValueError("a ratio needs samples above zero")
    if len(before) == 1 and len(before[0]) == len(after[0]):
        estimates = [one / other for one, other in zip(before[0], after[0], strict=True)]
    else:
        estimates = [median(one) / median(other) for one, other in zip(before, after, strict=True)]
    return Ratio(median(estimates), *interval(estimates))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The narrowest pair of ordered values that holds the true median with `CONFIDENCE`; else the extremes.

    The k-th smallest and k-th largest of n miss it only if fewer than k of n tosses of a coin show heads, or
    fewer than k tails. Of five values these are the extremes, which is also what resampling them (the
    bootstrap) gives for their median at 95 %.
    """
    ordered = sorted(values)
    tosses = 2 ** len(ordered)
    misses = accumulate(2 * math.comb(len(ordered), few) / tosses for few in range(len(ordered) // 2))
    kept = sum(miss <= 1 - CONFIDENCE for miss in misses) or 1
    return ordered[kept - 1], ordered[-kept]


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The k for which values grow as size to the power of k, by least squares on logarithms.

    Raises:
        ValueError: There are fewer than three points, or one is not above zero.
    """
    if len(sizes) < 3:
        raise ValueError("growth needs three sizes or more")
    slope, _ = linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values])
    return slope
