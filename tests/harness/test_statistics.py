"""Ratios and their intervals: by hand, and against simulated machines whose true ratio is known."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import product
from statistics import median

import pytest

from examples.harness.statistics import (
    MORE_PROCESSES,
    PROCESSES,
    Finding,
    Ratio,
    exponent,
    interval,
    ratio,
)


def test_each_process_gives_one_ratio() -> None:
    before = [[8, 10, 30], [6, 6, 7], [20, 20, 20]]
    after = [[4, 5, 6], [3, 3, 3], [5, 5, 5]]
    assert ratio(before, after) == Ratio(2, 2, 4)


def test_equal_samples_have_an_interval_without_width() -> None:
    assert ratio([[6, 6], [6, 6]], [[3, 3], [3, 3]]) == Ratio(2, 2, 2)
    assert ratio([[5]], [[2]]) == Ratio(2.5, 2.5, 2.5)


def test_of_a_single_process_the_rounds_are_the_estimates() -> None:
    assert ratio([[2, 12, 9]], [[1, 2, 3]]) == Ratio(3, 2, 6)


def test_what_slows_a_whole_process_does_not_widen_the_interval() -> None:
    slow = [[1.0], [5.0], [2.0], [9.0], [1.5]]
    found = ratio([[3 * value] for [value] in slow], slow)
    assert [found.low, found.high] == pytest.approx([3, 3])


@pytest.mark.parametrize(
    ("count", "dropped"),
    [(1, 0), (2, 0), (3, 0), (5, 0), (7, 0), (8, 0), (9, 1), (15, 3), (20, 5)],
)
def test_the_ends_are_the_ordered_values_that_a_table_of_the_sign_test_gives(
    count: int, dropped: int
) -> None:
    values = random.Random(count).sample(range(100), count)
    assert interval(values) == (sorted(values)[dropped], sorted(values)[-1 - dropped])


def test_of_five_values_the_bootstrap_gives_the_same_interval() -> None:
    """All 3,125 resamples: the middle 95 % of their medians reach from the least value to the greatest."""
    values = [2.0, 2.1, 2.3, 2.6, 3.0]
    medians = sorted(median(resample) for resample in product(values, repeat=5))
    cut = math.floor(0.025 * len(medians))
    assert interval(values) == (medians[cut], medians[-1 - cut])


@pytest.mark.parametrize(
    ("found", "decided"), [((1.5, 1.1, 2), True), ((0.5, 0.4, 0.9), True), ((1, 0.9, 1.1), False)]
)
def test_decided_means_one_side_of_one(found: tuple[float, float, float], decided: bool) -> None:
    assert Ratio(*found).decided is decided


@pytest.mark.parametrize(
    ("low", "high", "finding"),
    [
        (1.1, 5, "gain"),
        (0.2, 0.9, "loss"),
        (0.95, 1.05, "nothing"),
        (1.08, 1.2, "nothing"),
        (0.9, 1.2, "cannot tell"),
        (1.05, 1.4, "cannot tell"),
        (0.3, 3, "cannot tell"),
    ],
)
def test_a_wide_interval_around_one_cannot_tell(low: float, high: float, finding: Finding) -> None:
    assert Ratio((low + high) / 2, low, high).finding == finding


@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([[1]], [[]]), ([[0]], [[1]]), ([[1]], [[-1]]), ([[1], [2]], [[1]])]
)
def test_nothing_or_zero_gives_no_ratio(before: list[list[float]], after: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="a ratio needs"):
        ratio(before, after)


Noise = Callable[[random.Random, int], float]
"""By what a sample is too slow, in one round of all."""


def heavy_tail(chance: random.Random, _: int) -> float:
    return 1 + 0.02 * chance.paretovariate(1.2)


def drift(chance: random.Random, turn: int) -> float:
    return 1 + 0.03 * turn + abs(chance.gauss(0, 0.01))


def two_speeds(chance: random.Random, _: int) -> float:
    return 1.3 if chance.random() < 0.4 else 1.0


def calm(chance: random.Random, _: int) -> float:
    return chance.lognormvariate(0, 0.05)


def simulated(chance: random.Random, noise: Noise, truth: float, layouts: float = 0.04) -> Ratio:
    """A measurement as `recording` takes it: processes of five rounds, and more where they lie wide apart.

    Each process draws a memory layout that shifts its two variants.
    """
    sides: tuple[list[list[float]], list[list[float]]] = ([], [])
    for more in (PROCESSES, MORE_PROCESSES):
        for process in range(len(sides[0]), len(sides[0]) + more):
            for side, speed in zip(sides, (truth, 1.0), strict=True):
                layout = chance.lognormvariate(0, layouts)
                rounds = range(process * 5, process * 5 + 5)
                side.append([speed * layout * noise(chance, turn) for turn in rounds])
        if (found := ratio(*sides)).precise:
            break
    return found


@pytest.mark.parametrize("truth", [0.8, 1.0, 2.0, 40.0])
@pytest.mark.parametrize("noise", [calm, heavy_tail, drift, two_speeds])
def test_the_interval_covers_the_truth_in_nine_of_ten_measurements(noise: Noise, truth: float) -> None:
    chance = random.Random(7)
    trials = 400
    covered = sum(
        found.low <= truth <= found.high for found in (simulated(chance, noise, truth) for _ in range(trials))
    )
    assert covered / trials >= 0.9


@pytest.mark.parametrize("layouts", [0.02, 0.06, 0.1, 0.3])
def test_a_second_look_at_wide_results_covers_the_truth_as_well(layouts: float) -> None:
    chance = random.Random(5)
    found = [simulated(chance, calm, 2.0, layouts) for _ in range(400)]
    assert sum(one.low <= 2 <= one.high for one in found) / len(found) >= 0.9


def test_two_looks_miss_the_truth_once_in_ten_times_at_most() -> None:
    def misses(count: int) -> float:
        """The share of all ways in which so many values can lie below and above, that the interval misses."""
        sides = range(2**count)
        kept = interval(range(count))[0] + 1
        return sum(not kept <= side.bit_count() <= count - kept for side in sides) / len(sides)

    assert misses(PROCESSES) == 2 / 32
    assert misses(PROCESSES + MORE_PROCESSES) == 20 / 512
    assert misses(PROCESSES) + misses(PROCESSES + MORE_PROCESSES) < 0.102


@pytest.mark.parametrize("noise", [calm, heavy_tail, drift, two_speeds])
def test_equal_variants_are_next_to_never_told_apart(noise: Noise) -> None:
    chance = random.Random(11)
    findings = [simulated(chance, noise, 1.0).finding for _ in range(400)]
    assert (findings.count("gain") + findings.count("loss")) / len(findings) <= 0.02


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_is_the_slope_on_logarithmic_axes(power: float) -> None:
    sizes = [10, 100, 1000, 5000]
    assert exponent(sizes, [3e-6 * size**power for size in sizes]) == pytest.approx(power)


def test_growth_needs_three_sizes() -> None:
    with pytest.raises(ValueError, match="three sizes"):
        exponent([1, 10], [1, 10])
