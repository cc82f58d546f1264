"""The published impact function: from measured ratios to a level, with every step in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from examples.harness.statistics import NOTHING, Ratio
from rulebook.schema import LEVELS, Level
from rulebook.units import format_ratio

THRESHOLDS: tuple[tuple[float, Level], ...] = (
    (10, "critical"),
    (3, "high"),
    (1.5, "medium"),
    (NOTHING, "low"),
)
"""A level starts at its ratio, the ratio included; below the last one there is no gain."""

BYSTANDER_RATIO = 2.0
"""From here on, what unrelated requests gain lifts the level by one."""

BAND = 1.15
"""A published level stays while every ratio is within this factor of one that gives it."""

CORRECTIONS: tuple[Level, ...] = ("none", "reversed")
"""The levels of advice that does not hold."""


@dataclass(frozen=True)
class Impact:
    """A level and how it came about.

    Attributes:
        level: What the front matter must say.
        ratio: The ratio that was relied on.
        steps: One sentence a step, in order, to be shown to readers.
    """

    level: Level
    ratio: float
    steps: tuple[str, ...]


def relied_on(ratio: Ratio) -> float:
    """The end of the interval nearest to 1; exactly 1 where the interval holds 1."""
    if ratio.low > 1:
        return ratio.low
    return min(ratio.high, 1.0)


def impact(
    ratio: float,
    *,
    bystander: float | None = None,
    wall: float | None = None,
    constant_factor: bool = False,
    published: Level | None = None,
) -> Impact:
    """The level of a rule.

    Args:
        ratio: Before divided by after on the whole reference workload, the careful end of its interval.
        bystander: The same for the p99 of unrelated requests; None where it was not measured.
        wall: The same for wall time, where the headline is a count; None where it is not.
        constant_factor: Whether the gain is a constant factor of CPU time.
        published: The level that readers know. It stays while the ratios are within `BAND` of ones that give
            it, so that measuring again on another machine moves no level by noise.
    """
    found = _impact(ratio, bystander, wall, constant_factor=constant_factor)
    if published in (None, found.level):
        return found
    for factor, other, time in product((1 / BAND, 1, BAND), repeat=3):
        near = _impact(
            ratio * factor,
            bystander and bystander * other,
            wall and wall * time,
            constant_factor=constant_factor,
        )
        if near.level == published:
            stays = f"That is within {BAND - 1:.0%} of a boundary, so the published level stays: {published}."
            return Impact(near.level, ratio, (*found.steps, stays))
    return found


def _impact(ratio: float, bystander: float | None, wall: float | None, *, constant_factor: bool) -> Impact:
    level, step = _level(ratio)
    steps = [step]
    if bystander is not None and bystander >= BYSTANDER_RATIO:
        raised = LEVELS[max(LEVELS.index(level) - 1, 0)]
        steps.append(
            f"Unrelated requests gain {format_ratio(bystander)}, at least {BYSTANDER_RATIO:g}: "
            f"{_move(level, raised)}."
        )
        level = raised
    reasons = ["The gain is a constant factor of CPU time"] if constant_factor else []
    if wall is not None and wall <= 1 / NOTHING:
        reasons.append(f"The gain is a count, and wall time is {format_ratio(wall)}, at most 1 ÷ {NOTHING:g}")
    for reason in reasons if level not in CORRECTIONS else ():
        # A gain that was measured is no correction, so the step down ends at low.
        lowered = LEVELS[min(LEVELS.index(level) + 1, LEVELS.index("low"))]
        steps.append(f"{reason}: {_move(level, lowered, 'down')}.")
        level = lowered
    return Impact(level, ratio, tuple(steps))


def _level(ratio: float) -> tuple[Level, str]:
    """The level of a ratio alone, and the sentence that says why."""
    said = f"The ratio to rely on is {format_ratio(ratio)}"
    for least, level in THRESHOLDS:
        if ratio >= least:
            return level, f"{said}, at least {least:g}: {level}."
    if ratio > 1 / NOTHING:
        return "none", f"{said}, below {NOTHING:g}: none."
    return "reversed", f"{said}, at most 1 ÷ {NOTHING:g}: reversed."


def _move(old: Level, new: Level, direction: str = "up") -> str:
    return f"stays {old}" if old == new else f"one level {direction}, {new}"
