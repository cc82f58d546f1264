"""A chart is small, well formed, readable without colour or sight, and its labels never touch."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulebook import chart, evidence
from rulebook.evidence import Line, Panel, Plot, Point

from examples.harness.quantities import BYTES_SENT, QUERIES, WALL, Quantity
from tests.rulebook import mini

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def boxes(svg: ElementTree.Element) -> Iterator[tuple[str, Box]]:
    """The room that each text takes, a little less wide than the chart itself reckons with."""
    for text in svg.iter(f"{SVG}text"):
        words = text.text or ""
        width = len(words) * chart.CHARACTER * 0.98
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        x -= {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
        yield words, (x, y - chart.FONT * 0.75, x + width, y + chart.FONT * 0.2)


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(plot: Plot) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(panel) for panel in chart.svg(plot, "rulebook-chart-x")]


def check_labels(plot: Plot) -> None:
    for svg in drawn(plot):
        _, _, width, height = map(float, svg.get("viewBox", "").split())
        placed = list(boxes(svg))
        for number, (words, box) in enumerate(placed):
            assert box[0] >= -1, words
            assert box[1] >= -1, words
            assert box[2] <= width + 1, words
            assert box[3] <= height + 1, words
            for others, other in placed[:number]:
                assert not overlap(box, other), (words, others)


def test_a_chart_is_small_well_formed_and_has_a_panel_for_each_link() -> None:
    plot = evidence.plot(mini.results(), WALL)
    assert plot is not None
    panels = drawn(plot)
    assert [panel.label for panel in plot.panels] == [
        "no added delay", "round trip 0.5\u00a0ms", "round trip 2\u00a0ms"
    ]  # fmt: skip
    assert sum(len(str(panel).encode()) for panel in chart.svg(plot, "x")) < 15_000
    assert len(panels) == 3
    check_labels(plot)


def test_a_chart_is_named_and_described_under_ids_of_its_own() -> None:
    plot = evidence.plot(mini.results(), WALL)
    assert plot is not None
    seen: set[str] = set()
    for svg in drawn(plot):
        assert svg.get("role") == "img"
        identifiers = svg.get("aria-labelledby", "").split()
        named = {element.get("id"): element for element in svg.iter() if element.get("id")}
        assert list(named) == identifiers
        title, description = (named[identifier].text or "" for identifier in identifiers)
        assert title.startswith("Wall time by orders")
        assert "before: " in description
        assert "1,000\u00a0orders" in description
        assert not seen & set(identifiers)
        seen |= set(identifiers)


def test_variants_differ_without_colour_and_colours_come_from_the_theme() -> None:
    plot = evidence.plot(mini.results(), WALL)
    assert plot is not None
    source = str(chart.svg(plot, "x")[0])
    before, after = ElementTree.fromstring(source).iter(f"{SVG}g")
    assert before[0].get("stroke-dasharray")
    assert not after[0].get("stroke-dasharray")
    assert "a3 3" in (before[2].get("d") or "")
    assert "h6v6" in (after[2].get("d") or "")
    assert "#" not in source.replace("http://www.w3.org", "")
    assert "<script" not in source
    assert "<style" not in source
    assert [text.text for group in (before, after) for text in group.iter(f"{SVG}text")] == [
        "before",
        "after",
    ]


def test_counts_have_one_panel_without_whiskers() -> None:
    plot = evidence.plot(mini.results(), QUERIES)
    assert plot is not None
    assert [panel.label for panel in plot.panels] == [""]
    check_labels(plot)


def one_panel(quantity: Quantity, lines: dict[str, list[tuple[int, float]]], label: str = "") -> Plot:
    drawn = tuple(
        Line(name, tuple(Point(size, value, value * 0.9, value * 1.1, value * 1.5) for size, value in points))
        for name, points in lines.items()
    )
    return Plot(quantity, "rows", "case", "3.13", (Panel(label, drawn),))


@pytest.mark.parametrize(
    "plot",
    [
        one_panel(WALL, {"before": [(1, 1e-9), (10**9, 9e3)], "after": [(1, 1e-9), (10**9, 9e3)]}),
        one_panel(WALL, {"before": [(100, 0.5)], "after": [(100, 0.5)]}),
        one_panel(WALL, {key: [(1, 1.0), (2, 1.0)] for key in ["before", "after", "a", "b", "c", "d"]}),
        one_panel(BYTES_SENT, {"before": [(1, 999), (2, 1001)], "after": [(1, 1000), (2, 1000)]}),
        one_panel(QUERIES, {"before": [(1, 1), (2, 3)], "after with a very long name": [(1, 1), (2, 1)]}),
        one_panel(
            WALL,
            {"before": [(n, 0.1) for n in (1000, 1001, 1002, 100_000)], "after": [(1000, 0.09)]},
            label="round trip 0.5 ms, 100 Mbit/s",
        ),
    ],
    ids=["wide", "single", "six", "narrow", "long", "crowded"],
)
def test_labels_that_would_collide_are_moved_apart(plot: Plot) -> None:
    check_labels(plot)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Valkey lock", ["Valkey lock"]),
        ("OFFSET in the index alone", ["OFFSET in the", "index alone"]),
        ("after_to_thread", ["after_to_", "thread"]),
        ("a name that no chart has room for", ["a name that", "no chart has…"]),
        ("Straßenbahnhaltestelle", ["Straßenbahnh…"]),
    ],
)
def test_a_long_name_takes_two_lines(name: str, shown: list[str]) -> None:
    [svg] = drawn(one_panel(WALL, {"before": [(1, 1.0), (2, 3.0)], name: [(1, 1.0), (2, 2.0)]}))
    _, after = svg.iter(f"{SVG}g")
    assert [text.text for text in after.iter(f"{SVG}text")] == shown


@given(
    st.dictionaries(
        st.sampled_from(["before", "after", "built by the endpoint", "after_unwatched"]),
        st.lists(
            st.tuples(st.integers(1, 10**7), st.floats(1e-8, 2e3)),
            min_size=1, max_size=6, unique_by=lambda point: point[0],
        ).map(sorted),
        min_size=1,
    )
)  # fmt: skip
def test_labels_never_touch(lines: dict[str, list[tuple[int, float]]]) -> None:
    check_labels(one_panel(WALL, lines))


@given(st.floats(1e-9, 1e9), st.floats(1, 1e12))
def test_ticks_are_few_round_and_ascending(lowest: float, factor: float) -> None:
    ticks = chart.ticks(lowest, lowest * factor)
    assert 2 <= len(ticks) <= 7
    assert ticks == sorted(set(ticks))
    assert all(f"{tick:e}"[0] in "125" and float(f"{tick:.0e}") == tick for tick in ticks)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_spread_keeps_its_distance_and_its_order(wanted: list[float]) -> None:
    placed = chart.spread(wanted, 15, 0, 100)
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    assert all(placed[b] - placed[a] >= 15 - 1e-6 for a, b in itertools.pairwise(order))
    assert all(0 - 1e-6 <= position <= 100 + 1e-6 for position in placed)
