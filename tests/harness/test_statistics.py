"""Ratios and their intervals."""

from __future__ import annotations

import random

import pytest

from examples.harness.statistics import Ratio, ratio


def test_the_ratio_is_that_of_the_medians() -> None:
    assert ratio([8, 10, 30], [4, 5, 6]).median == 2


def test_equal_samples_have_an_interval_without_width() -> None:
    assert ratio([6, 6, 6], [3, 3, 3]) == Ratio(2, 2, 2)
    assert ratio([5], [2]) == Ratio(2.5, 2.5, 2.5)


def test_two_rounds_by_hand() -> None:
    # Pairs (2, 1) and (12, 2): a resample holds one, the other, or both, so 2, 6 or 7 / 1.5.
    found = ratio([2, 12], [1, 2])
    assert [found.low, found.median, found.high] == pytest.approx([2, 7 / 1.5, 6])


def test_what_slows_a_whole_round_does_not_widen_the_interval() -> None:
    slow = [1.0, 5.0, 2.0, 9.0, 1.5]
    found = ratio([3 * value for value in slow], slow)
    assert [found.low, found.high] == pytest.approx([3, 3])


def test_sides_of_different_length_are_resampled_apart() -> None:
    found = ratio([4.0, 5.0, 6.0], [1.0, 2.0])
    assert found.low < found.median < found.high


def test_a_page_is_the_same_each_time() -> None:
    generator = random.Random(1)
    before = [generator.uniform(1, 2) for _ in range(15)]
    after = [generator.uniform(1, 2) for _ in range(15)]
    assert ratio(before, after) == ratio(before, after)


@pytest.mark.parametrize(
    ("found", "decided"), [((1.5, 1.1, 2), True), ((0.5, 0.4, 0.9), True), ((1, 0.9, 1.1), False)]
)
def test_decided_means_one_side_of_one(found: tuple[float, float, float], decided: bool) -> None:
    assert Ratio(*found).decided is decided


@pytest.mark.parametrize(("before", "after"), [([], [1]), ([1], []), ([0], [1]), ([1], [-1])])
def test_nothing_or_zero_gives_no_ratio(before: list[float], after: list[float]) -> None:
    with pytest.raises(ValueError, match="a ratio needs"):
        ratio(before, after)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Skewed noise, fifteen rounds, a true ratio of two: a percentile interval of medians is near 95 %."""
    generator = random.Random(20)
    trials, covered = 150, 0
    for _ in range(trials):
        before = [2 * generator.lognormvariate(0, 0.2) for _ in range(15)]
        after = [generator.lognormvariate(0, 0.2) for _ in range(15)]
        found = ratio(before, after)
        covered += found.low <= 2 <= found.high
    assert 0.88 <= covered / trials <= 1.0
