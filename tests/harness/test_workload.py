"""A workload that contradicts itself is refused when it is written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from examples.harness import CPU, QUERIES, WALL, Case, Link, Reference, Workload

CASE = Case(before=1, after=2, setup=lambda *_: None, expected=lambda *_: {})  # type: ignore[arg-type]
GOOD: dict[str, Any] = {
    "cases": {"one": CASE},
    "sizes": (1, 2, 3),
    "size_unit": "things",
    "reference": Reference(size=2, why="because"),
}


def test_the_shortest_workload() -> None:
    workload = Workload(**GOOD)
    assert (workload.headline, workload.links, workload.parallel) == (WALL, (Link(),), False)


def test_variants_come_in_order() -> None:
    case = Case(before=1, after=2, setup=CASE.setup, expected=CASE.expected, alternatives={"pool": 3})
    assert list(case.variants.items()) == [("before", 1), ("after", 2), ("pool", 3)]


def test_an_exact_headline_is_counted_not_sampled() -> None:
    assert Workload(**GOOD, headline=QUERIES).sampled == (WALL,)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sizes": (1, 2)}, "three or more, ascending"),
        ({"sizes": (1, 3, 2)}, "three or more, ascending"),
        ({"sizes": (2, 2, 3)}, "three or more, ascending"),
        ({"reference": Reference(size=9, why="")}, r"reference size 9 is not among \(1, 2, 3\)"),
        ({"reference": Reference(size=1, link=Link(2), why="")}, "reference link .*rtt_ms=2.* is not among"),
        ({"sampled": (CPU,)}, "wall time is always sampled"),
        ({"headline": CPU}, "headline 'cpu' is not among the sampled"),
        ({"when_not": {"one": CASE}}, "share the name 'one'"),
        ({"cases": {"one": replace(CASE, sampled=(CPU,))}}, "case 'one': `sampled` must hold WALL"),
        ({"cases": {"one": replace(CASE, sampled=(WALL, CPU))}}, "nothing that the workload lacks"),
    ],
)
def test_a_contradiction_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Workload(**{**GOOD, **wrong})
