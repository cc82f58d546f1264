"""The one chart design: values over sizes, both logarithmic, as inline SVG that needs no script.

Variants differ in dash and marker shape as well as colour, and are named at the ends of their lines.
Colours are custom properties that the theme sets, so a chart follows light and dark. A panel is 288 units
wide: that is what a page leaves on a phone of 320 pixels, where one unit is one pixel and text has twelve.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from markupsafe import Markup

from rulebook.evidence import Line, Panel, Plot
from rulebook.units import format_size, format_value

WIDTH, FONT = 288, 12
LEFT, RIGHT, BOTTOM, PLOT_HEIGHT = 54, 84, 40, 150
LABEL_GAP = 15
LEADER = 12
LONGEST_LABEL = 13
"""Characters of a line of a label; more would leave too little width to the values."""

CHARACTER = 0.58 * FONT

_DASHES = ("6 4", "", "2 3", "9 3 2 3", "1 4", "12 4")
_COLOURS = ("before", "after", "other-1", "other-2", "other-3", "other-4")


def svg(plot: Plot, identifier: str) -> list[Markup]:
    """One SVG element a panel, all on the same scales; `identifier` makes their ids unique on the page."""
    points = [point for panel in plot.panels for line in panel.lines for point in line.points]
    sizes = sorted({point.size for point in points})
    variants = list(dict.fromkeys(line.variant for panel in plot.panels for line in panel.lines))
    longest = max(len(line) for variant in variants for line in _label(variant))
    x = Scale(sizes[0], sizes[-1], LEFT, WIDTH - max(RIGHT, LEADER + longest * CHARACTER))
    lowest, highest = min(point.low for point in points), max(point.high for point in points)
    return [
        _panel(plot, panel, f"{identifier}-{number}", sizes, x, (lowest, highest), variants)
        for number, panel in enumerate(plot.panels, start=1)
    ]


class Scale:
    """Maps an amount to a position, logarithmically; one amount alone lies in the middle."""

    def __init__(self, lowest: float, highest: float, start: float, end: float) -> None:
        if lowest == highest:
            lowest, highest = lowest / 2, highest * 2
        self.lowest, self.highest, self.start, self.end = lowest, highest, start, end

    def __call__(self, value: float) -> float:
        """The position of `value`."""
        share = math.log(value / self.lowest) / math.log(self.highest / self.lowest)
        return self.start + share * (self.end - self.start)


def ticks(lowest: float, highest: float) -> list[float]:
    """Two to six round amounts, between the two where there are enough: powers of ten, else 1-2-5 steps."""
    decades = range(math.floor(math.log10(lowest)) - 1, math.ceil(math.log10(highest)) + 2)
    powers = [float(f"1e{decade}") for decade in decades if lowest <= float(f"1e{decade}") <= highest]
    if len(powers) >= 3:
        return powers[:: math.ceil(len(powers) / 6)]
    steps = [float(f"{factor}e{decade}") for decade in decades for factor in (1, 2, 5)]
    inside = [value for value in steps if lowest <= value <= highest]
    if len(inside) >= 2:
        return inside
    below = max(value for value in steps if value <= lowest)
    return [below, min(value for value in steps if value >= highest and value > below)]


def spread(wanted: Sequence[float], gap: float, lowest: float, highest: float) -> list[float]:
    """Positions as near as possible to those wanted, at least `gap` apart, between the two ends."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    previous = -math.inf
    for n in order:
        placed[n] = previous = max(wanted[n], previous + gap, lowest)
    following = highest + gap
    for n in reversed(order):
        placed[n] = following = min(placed[n], following - gap)
    return placed


def _panel(
    plot: Plot,
    panel: Panel,
    identifier: str,
    sizes: list[int],
    x: Scale,
    extent: tuple[float, float],
    variants: list[str],
) -> Markup:
    top = 44 if panel.label else 28
    bottom = top + PLOT_HEIGHT
    amounts = ticks(*extent)
    y = Scale(min(amounts[0], extent[0]), max(amounts[-1], extent[1]), bottom - 6, top + 6)
    parts = [_axes(plot, sizes, x, amounts, y, bottom)]
    if panel.label:
        parts.append(
            Markup('<text class="rulebook-chart-panel" x="0" y="12" font-weight="600">{}</text>').format(
                panel.label
            )
        )
    parts.append(Markup('<text x="0" y="{}">{}</text>').format(top - 14, plot.quantity.label))
    names = [_label(line.variant) for line in panel.lines]
    ends = [y(line.points[-1].median) for line, name in zip(panel.lines, names, strict=True) for _ in name]
    heights = iter(spread(ends, LABEL_GAP, top + 4, bottom - 2))
    for line, name in zip(panel.lines, names, strict=True):
        label = [(next(heights), words) for words in name]
        parts.append(_line(line, variants.index(line.variant), x, y, label))
    title = f"{plot.quantity.label[:1].upper()}{plot.quantity.label[1:]} by {plot.size_unit}"
    if panel.label:
        title += f", {panel.label}"
    return Markup(
        '<svg class="rulebook-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'role="img" aria-labelledby="{id}-title {id}-desc" font-size="{font}" fill="currentColor">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>{body}</svg>'
    ).format(
        width=WIDTH,
        height=bottom + BOTTOM,
        id=identifier,
        font=FONT,
        title=title,
        description=_description(plot, panel),
        body=Markup("").join(parts),
    )


def _axes(plot: Plot, sizes: list[int], x: Scale, amounts: list[float], y: Scale, bottom: float) -> Markup:
    grid = "".join(f"M{x.start} {y(amount):.1f}H{x.end:g}" for amount in amounts)
    grid += "".join(f"M{x(size):.1f} {bottom}v4" for size in sizes)
    parts = [
        Markup(
            '<path d="{}" style="stroke:var(--rulebook-grid,currentColor)" stroke-opacity=".35" fill="none"/>'
        ).format(grid)
    ]
    for amount, position in _thinned([(amount, y(amount)) for amount in amounts], FONT + 2):
        parts.append(
            Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
                LEFT - 5, position + 4, _tick(amount, plot.quantity.unit)
            )
        )
    widest = max(len(_compact(size, sizes[-1])) for size in sizes) * CHARACTER + 6
    for size, position in _thinned([(size, x(size)) for size in sizes], widest):
        parts.append(
            Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                position, bottom + 17, _compact(size, sizes[-1])
            )
        )
    parts.append(
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            (LEFT + WIDTH - RIGHT) / 2, bottom + 33, _shortened(plot.size_unit, WIDTH - RIGHT)
        )
    )
    return Markup("").join(parts)


def _line(line: Line, number: int, x: Scale, y: Scale, label: Sequence[tuple[float, str]]) -> Markup:
    number = min(number, len(_DASHES) - 1)
    positions = [(x(point.size), y(point.median)) for point in line.points]
    path = "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in positions)
    whiskers = "".join(
        f"M{x(point.size):.1f} {y(point.low):.1f}V{y(point.high):.1f}"
        for point in line.points
        if y(point.low) - y(point.high) >= 1
    )
    markers = "".join(_marker(number, across, down) for across, down in positions)
    end, height = positions[-1]
    leader = f"M{end + 5:.1f} {height:.1f}L{end + LEADER - 2:.1f} {label[0][0]:.1f}"
    dash = Markup(' stroke-dasharray="{}"').format(_DASHES[number]) if _DASHES[number] else ""
    return Markup(
        '<g class="rulebook-chart-{colour}" style="color:var(--rulebook-{colour},currentColor)" '
        'stroke="currentColor" fill="none"><path d="{path}" stroke-width="2"{dash}/>'
        '<path d="{whiskers}{leader}"/><path d="{markers}" fill="currentColor"/>'
        "{name}</g>"
    ).format(
        colour=_COLOURS[number],
        path=path,
        dash=dash,
        whiskers=whiskers,
        leader=leader,
        markers=markers,
        name=Markup("").join(
            Markup('<text x="{:.1f}" y="{:.1f}" fill="currentColor" stroke="none">{}</text>').format(
                end + LEADER, down + 4, words
            )
            for down, words in label
        ),
    )


def _marker(number: int, x: float, y: float) -> str:
    """A closed path around the point: circle, square, triangle, diamond, and two more."""
    at = f"{x:.1f} {y:.1f}"
    shapes = (
        f"M{at}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
        f"M{at}m-3-3h6v6h-6z",
        f"M{at}m0-4l4 7h-8z",
        f"M{at}m0-4l4 4l-4 4l-4-4z",
        f"M{at}m0 4l4-7h-8z",
        f"M{at}m-4-1h8v2h-8z",
    )
    return shapes[number]


def _description(plot: Plot, panel: Panel) -> str:
    """The chart in words: each line from its first to its last point."""
    sentences = ["Both axes are logarithmic."]
    for line in panel.lines:
        first, last = line.points[0], line.points[-1]
        sentences.append(
            f"{line.variant}: {format_value(first.median, plot.quantity.unit)} at "
            f"{format_size(first.size, plot.size_unit)}, {format_value(last.median, plot.quantity.unit)} at "
            f"{format_size(last.size, plot.size_unit)}."
        )
    return " ".join(sentences)


def _thinned(labels: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """The labels that fit, first and last kept where possible."""
    kept: list[tuple[float, float]] = []
    for label in reversed(labels):
        if not kept or abs(kept[-1][1] - label[1]) >= gap:
            kept.append(label)
    return kept[::-1]


def _tick(amount: float, unit: str) -> str:
    if unit == "integer" and amount >= 1:
        return _compact(amount)
    return format_value(amount, unit).replace(".0", "")


def _compact(amount: float, largest: float = 10_000) -> str:
    """A round count as short as it goes, once one of its neighbours has five digits."""
    if largest >= 10_000:
        for scale, suffix in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
            if amount >= scale:
                return f"{amount / scale:.4g}{suffix}"
    return f"{amount:,.0f}"


def _label(variant: str) -> list[str]:
    """The name of a variant in one line or two."""
    lines = [""]
    for part in re.split(r"(?<=[ _])", variant):
        if lines[-1] and len((lines[-1] + part).rstrip()) > LONGEST_LABEL:
            lines.append("")
        lines[-1] += part
    head, *rest = (line.rstrip() for line in lines)
    return [_shortened(line, LONGEST_LABEL) for line in (head, " ".join(rest)) if line]


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
