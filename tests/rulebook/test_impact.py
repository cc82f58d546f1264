"""The level follows from the numbers, at every boundary as published."""

from __future__ import annotations

import pytest
from rulebook.impact import impact, relied_on
from rulebook.schema import LEVELS, Level

from examples.harness.statistics import Ratio


@pytest.mark.parametrize(
    ("ratio", "level"),
    [
        (0.01, "reversed"),
        (0.909, "reversed"),
        (0.91, "none"),
        (1.0, "none"),
        (1.0999, "none"),
        (1.1, "low"),
        (1.4999, "low"),
        (1.5, "medium"),
        (2.9999, "medium"),
        (3.0, "high"),
        (9.9999, "high"),
        (10.0, "critical"),
        (1e9, "critical"),
    ],
)
def test_a_level_starts_at_its_threshold(ratio: float, level: Level) -> None:
    assert impact(ratio).level == level
    assert len(impact(ratio).steps) == 1
    assert impact(ratio).steps[0].endswith(f"{level}.")


@pytest.mark.parametrize("ratio", [1.0, 1.2, 2.0, 5.0, 20.0])
def test_a_bystander_that_gains_twice_lifts_the_level_by_one(ratio: float) -> None:
    alone = LEVELS.index(impact(ratio).level)
    assert impact(ratio, bystander=1.999).level == LEVELS[alone]
    assert impact(ratio, bystander=2.0).level == LEVELS[max(alone - 1, 0)]
    assert len(impact(ratio, bystander=2.0).steps) == 2


@pytest.mark.parametrize(
    ("ratio", "level"),
    [(0.5, "reversed"), (1.0, "none"), (1.2, "low"), (2.0, "low"), (5.0, "medium"), (20.0, "high")],
)
def test_a_constant_factor_lowers_the_level_but_never_denies_a_gain(ratio: float, level: Level) -> None:
    assert impact(ratio, constant_factor=True).level == level


@pytest.mark.parametrize(
    ("ratio", "wall", "level"),
    [
        (5.0, 0.909, "medium"),
        (5.0, 0.91, "high"),  # less than a tenth is nothing
        (5.0, 1.0, "high"),
        (5.0, None, "high"),
        (1.2, 0.2, "low"),  # a gain that was measured is no correction
        (1.0, 0.2, "none"),
    ],
)
def test_a_count_that_costs_time_is_worth_a_level_less(
    ratio: float, wall: float | None, level: Level
) -> None:
    found = impact(ratio, wall=wall)
    assert found.level == level
    assert (len(found.steps) == 2) == (ratio > 1 and wall is not None and wall < 0.91)


def test_the_band_holds_for_the_time_beside_a_count_too() -> None:
    assert impact(5.0, wall=1.0, published="medium").level == "medium"
    assert impact(5.0, wall=1.1, published="medium").level == "high"
    assert impact(5.0, wall=0.85, published="high").level == "high"
    assert impact(5.0, wall=0.7, published="high").level == "medium"


def test_both_moves_cancel_each_other() -> None:
    assert impact(2.0, bystander=3.0, constant_factor=True).level == "medium"
    assert len(impact(2.0, bystander=3.0, constant_factor=True).steps) == 3


@pytest.mark.parametrize(
    ("ratio", "careful"),
    [
        (Ratio(12, 11, 13), 11),
        (Ratio(0.5, 0.4, 0.6), 0.6),
        (Ratio(1.2, 0.9, 1.5), 1.0),
        (Ratio(1.0, 1.0, 1.0), 1.0),
        (Ratio(101, 101, 101), 101),
    ],
)
def test_the_end_of_the_interval_nearest_to_one_is_relied_on(ratio: Ratio, careful: float) -> None:
    assert relied_on(ratio) == careful


@pytest.mark.parametrize(
    ("ratio", "published", "level"),
    [
        (9.0, "critical", "critical"),  # as near as measuring again gets
        (8.6, "critical", "high"),
        (11.0, "high", "high"),
        (11.6, "high", "critical"),
        (9.0, "medium", "high"),  # a published level that was never near
        (1.05, "low", "low"),
        (0.95, "reversed", "reversed"),
        (0.85, "none", "none"),
        (0.7, "none", "reversed"),
    ],
)
def test_a_published_level_moves_only_well_past_a_boundary(
    ratio: float, published: Level, level: Level
) -> None:
    found = impact(ratio, published=published)
    assert found.level == level
    assert (len(found.steps) == 2) == (level != impact(ratio).level)


def test_the_band_holds_for_unrelated_requests_too() -> None:
    assert impact(5.0, bystander=1.9).level == "high"
    assert impact(5.0, bystander=1.9, published="critical").level == "critical"
    assert impact(5.0, bystander=1.7, published="critical").level == "high"
