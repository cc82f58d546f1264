"""What a page shows of a rule's results: picked, compared and put into words, not yet into HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from examples.harness.quantities import (
    BYSTANDER,
    BYTES_RECEIVED,
    BYTES_SENT,
    CPU,
    INSTRUCTIONS,
    PEAK_MEMORY,
    STALL,
    WALL,
    Quantity,
)
from examples.harness.results import CaseInfo, Conditions, Results, is_free_threaded, version_order
from examples.harness.statistics import NOTHING, PROCESSES, Ratio, exponent
from examples.harness.workload import Link
from rulebook.directives import DirectiveError
from rulebook.units import format_interval, format_ratio, format_rtt, format_size, format_value

PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
"""The versions that every strip names, measured or not."""

STALE = timedelta(days=400)
"""Results older than this are not trusted without a new look."""

REQUIRED_PYTHONS = ("3.11", "3.12", "3.13")

_LESS = {
    WALL.name: "less wall time",
    CPU.name: "less CPU time",
    PEAK_MEMORY.name: "less peak memory",
    STALL.name: "shorter event-loop stall",
    BYSTANDER.name: "shorter p99 of unrelated requests",
    BYTES_SENT.name: "fewer bytes sent",
    BYTES_RECEIVED.name: "fewer bytes received",
}
_MORE = {
    WALL.name: "more wall time",
    CPU.name: "more CPU time",
    PEAK_MEMORY.name: "more peak memory",
    STALL.name: "longer event-loop stall",
    BYSTANDER.name: "longer p99 of unrelated requests",
}


def newest(results: Results) -> Conditions:
    """The reference conditions on the newest Python that measured them."""
    return results.reference()


def words(quantity: Quantity, found: Ratio) -> str:
    """A ratio as people say it: `12.4× less wall time`, `2.1× more wall time`, `no gain in wall time`."""
    if quantity.exact and found.median == 1:
        return f"the same {quantity.label}"
    gains = found.median > 1 if quantity.exact else found.finding == "gain"
    loses = found.median < 1 if quantity.exact else found.finding == "loss"
    if gains:
        less = "fewer" if quantity.unit == "integer" else "less"
        return f"{format_ratio(found.median)} {_LESS.get(quantity.name, f'{less} {quantity.label}')}"
    if loses:
        return f"{format_ratio(1 / found.median)} {_MORE.get(quantity.name, f'more {quantity.label}')}"
    return f"{'no gain in' if found.finding == 'nothing' else 'cannot tell about'} {quantity.label}"


def circumstances(results: Results, at: Conditions) -> str:
    """Where a number was taken: `at 50 requests, Python 3.13, round trip 0.5 ms`."""
    parts = [f"at {format_size(at.size, results.workload.size_unit)}", f"Python {at.python}"]
    if link := link_words(at.rtt_ms, at.mbit_s):
        parts.append(link)
    return ", ".join(parts)


def link_words(rtt_ms: float, mbit_s: float | None) -> str:
    """The declared network, or "" for none: `round trip 0.5 ms`, `100 Mbit/s`."""
    parts = [f"round trip {format_rtt(rtt_ms)}"] if rtt_ms else []
    parts += [f"{mbit_s:g}\u00a0Mbit/s"] if mbit_s else []
    return ", ".join(parts)


@dataclass(frozen=True)
class Headline:
    """The measured claim in two parts, so that the number can stand out.

    Attributes:
        number: `12.4×`, or "" where there is no gain or loss to name.
        words: `less wall time at 50 requests, Python 3.13`.
    """

    number: str
    words: str

    @property
    def text(self) -> str:
        """Both in one phrase."""
        return f"{self.number} {self.words}".strip()


def headline(results: Results) -> Headline:
    """The claim at the reference conditions on the newest Python, and where it was measured."""
    short = short_headline(results)
    return Headline(short.number, f"{short.words} {circumstances(results, newest(results))}")


def short_headline(results: Results) -> Headline:
    """The claim alone, for tables."""
    number, times, rest = claim(results, newest(results)).partition("× ")
    return Headline(f"{number}×", rest) if times else Headline("", number)


def reference_size(results: Results) -> str:
    """How much work the headline is about: `100 orders`."""
    return format_size(results.workload.reference_size, results.workload.size_unit)


def claim(results: Results, at: Conditions) -> str:
    """What the after changes under these conditions: `12.4× less wall time`, `no gain in wall time`."""
    at = _where_counted(results, at)
    quantity = results.workload.quantity(at.quantity)
    if (found := results.ratio(at)) is not None:
        return words(quantity, found)
    before, after = (middle(results, at, variant) for variant in ("before", "after"))
    return f"{_shown(before, quantity)} → {_shown(after, quantity)} {quantity.label}"


def select(results: Results, options: Mapping[str, str]) -> tuple[Conditions, str]:
    """The conditions and the variant that a directive's arguments name; what is left out is the reference.

    Raises:
        DirectiveError: A value was not measured; the message lists those that were.
    """
    at = newest(results)
    workload = results.workload
    cases = {case.name: case for case in workload.cases}
    case = cases[_choice("case", options.get("case", at.case), cases)]
    quantities = [quantity.name for quantity in workload.quantities]
    quantity = _choice("quantity", options.get("quantity", at.quantity), quantities)
    at = Conditions(
        case=case.name,
        size=int(_number("size", options.get("size"), at.size, workload.sizes)),
        rtt_ms=_number("rtt", options.get("rtt"), at.rtt_ms, {link.rtt_ms for link in workload.links}),
        mbit_s=_number("mbit", options.get("mbit"), at.mbit_s, {link.mbit_s or 0 for link in workload.links}),
        python=_choice("python", options.get("python", at.python), results.pythons),
        quantity=quantity,
    )
    variant = _choice("variant", options.get("variant", "after"), case.variants)
    return at, variant


def chosen_ratio(results: Results, options: Mapping[str, str]) -> str:
    """Text of the `ratio` directive: the median, or the interval where the processes cannot tell."""
    at, variant = select(results, options)
    at = _where_counted(results, at)
    found = results.ratio(at, variant)
    if found is None:
        raise DirectiveError(
            f"no ratio of {at.quantity} was measured for {variant} {circumstances(results, at)}"
        )
    if found.finding == "cannot tell":
        return format_interval(found.low, found.high)
    return format_ratio(found.median)


def chosen_figure(results: Results, options: Mapping[str, str]) -> str:
    """Text of the `figure` directive."""
    at, variant = select(results, options)
    value = middle(results, at, variant)
    if value is None:
        raise DirectiveError(f"{at.quantity} was not measured for {variant} {circumstances(results, at)}")
    return format_value(value, results.workload.quantity(at.quantity).unit)


def break_even(results: Results, options: Mapping[str, str]) -> str:
    """From which size on the fix pays: `about 12 orders`, `below 1 order`, `none up to 1,000 orders`."""
    at, _ = select(results, options)
    unit, grid = results.workload.size_unit, results.workload.sizes
    _, pays = results.bracket(_where_counted(results, at))
    if pays is None:
        return f"none up to {format_size(grid[-1], unit)}"
    if pays == grid[0]:
        return f"below {format_size(pays, unit)}"
    return _known(results, pays) if pays in grid else f"about {_known(results, pays)}"


def pays_from(results: Results) -> str:
    """The size from which the fix pays, where a smaller one was measured that does not; else ""."""
    _, pays = results.bracket(_where_counted(results, newest(results)))
    if pays is None or pays == results.workload.sizes[0]:
        return ""
    return _known(results, pays)


def _known(results: Results, size: int) -> str:
    """A size in words: one of the workload whole, a searched one to the two digits that a search knows."""
    known = size if size in results.workload.sizes else int(float(f"{size:.2g}"))
    return format_size(known, results.workload.size_unit)


@dataclass(frozen=True)
class Point:
    """One measured size: the median of the processes' medians, their range, and the greatest sample."""

    size: int
    median: float
    low: float
    high: float
    greatest: float


@dataclass(frozen=True)
class Line:
    """One variant over the sizes."""

    variant: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Panel:
    """The lines under one network condition; `label` is "" where there is only one."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plot:
    """Everything that one chart and the table below it show."""

    quantity: Quantity
    size_unit: str
    case: str
    python: str
    panels: tuple[Panel, ...]


def plot(results: Results, quantity: Quantity, case: str | None = None) -> Plot | None:
    """The values of a quantity over all sizes, a panel for each network condition; None without any."""
    at = newest(results)
    chosen = next(c for c in results.workload.cases if c.name == (case or at.case))
    links: Iterable[Link] = results.workload.links
    if quantity.exact:  # the same on every link
        links = [results.workload.reference_link]
    panels = []
    for link in links:
        lines = []
        for variant in chosen.variants:
            points = []
            for size in results.workload.sizes:
                there = Conditions(chosen.name, size, link.rtt_ms, link.mbit_s or 0, at.python, quantity.name)
                series = results.find(_where_counted(results, there), variant)
                if series is not None and min(series.samples) > 0:
                    points.append(
                        Point(
                            size, series.middle, min(series.middles), max(series.middles), max(series.samples)
                        )
                    )
            if points:
                lines.append(Line(variant, tuple(points)))
        if lines:
            panels.append(Panel(link_words(link.rtt_ms, link.mbit_s) or "no added delay", tuple(lines)))
    if not panels:
        return None
    if len(panels) == 1 and len(list(links)) == 1:
        panels = [replace(panels[0], label="")]
    return Plot(quantity, results.workload.size_unit, chosen.name, at.python, tuple(panels))


@dataclass(frozen=True)
class Row:
    """One line of the table of counts: a formatted value for each size.

    Attributes:
        label: The quantity.
        variant: The variant, or the two that a ratio compares.
        kind: "before", "after", "other" or "ratio".
        values: One for each size of the workload.
        growth: The power of the size with which the values grow, "" where it is not known.
    """

    label: str
    variant: str
    kind: str
    values: tuple[str, ...]
    growth: str = ""


def table(results: Results, case: CaseInfo) -> list[Row]:
    """Counts and amounts of a case at the reference link by size: exact ones first, then the headline."""
    at = replace(newest(results), case=case.name)
    rows = []
    for quantity in sorted(
        results.workload.quantities, key=lambda one: (not one.exact, one.name != results.workload.headline)
    ):
        there = [replace(at, size=size, quantity=quantity.name) for size in results.workload.sizes]
        for variant in case.variants:
            amounts = [middle(results, place, variant) for place in there]
            if any(amount is not None for amount in amounts):
                kind = variant if variant in ("before", "after") else "other"
                values = tuple(_shown(amount, quantity) for amount in amounts)
                rows.append(Row(quantity.label, variant, kind, values, _growth(results, amounts)))
        for variant in case.variants if not quantity.exact or quantity == INSTRUCTIONS else ():
            found = [results.ratio(place, variant) for place in there]
            if variant != "before" and any(found):
                values = tuple("—" if one is None else with_interval(one) for one in found)
                rows.append(Row(quantity.label, f"before ÷ {variant}", "ratio", values))
    return rows


def grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The rows by quantity; a count that is the same for all variants becomes one row."""
    groups = [(label, list(there)) for label, there in groupby(rows, key=lambda row: row.label)]
    return [
        (label, [replace(there[0], variant="all")] if _alike(there) else there) for label, there in groups
    ]


def _alike(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and all(row.kind != "ratio" and row.values == rows[0].values for row in rows)


def with_interval(found: Ratio) -> str:
    """A ratio with its interval, where it has one."""
    if found.low == found.high:
        return format_ratio(found.median)
    ends = format_interval(found.low, found.high)
    said = format_ratio(found.median) if found.decided or found.finding == "nothing" else "cannot tell"
    return f"{said} ({ends})"


def _growth(results: Results, amounts: Sequence[float | None]) -> str:
    known = [amount for amount in amounts if amount]
    if len(known) < len(amounts):
        return ""
    return f"{exponent(results.workload.sizes, known):.2f}"


State = Literal["holds", "weaker", "reversed", "not measured"]


@dataclass(frozen=True)
class Verdict:
    """What one Python version says of the headline."""

    python: str
    state: State
    number: str


def strip(results: Results) -> list[Verdict]:
    """Whether the headline holds on each Python, compared with the newest measured one.

    holds: same direction, decided, at least half the gain; reversed: decided the other way; weaker: between.
    """
    published = results.ratio(newest(results))
    verdicts = []
    for python in sorted({*PYTHONS, *results.pythons}, key=version_order):
        found = results.ratio(results.reference(python)) if python in results.environments else None
        if found is None or published is None:
            verdicts.append(Verdict(python, "not measured", ""))
        else:
            exact = results.workload.quantity(results.workload.headline).exact
            state = compare(found, published, margin=1.0 if exact else NOTHING)
            verdicts.append(Verdict(python, state, format_ratio(found.median)))
    return verdicts


def pythons_that_hold(results: Results) -> list[str]:
    """The versions on which the headline was seen to hold, oldest first."""
    return [verdict.python for verdict in strip(results) if verdict.state == "holds"]


def holds_on(results: Results) -> str:
    """These versions in words: `3.11–3.13`; named one by one where one between them says otherwise."""
    held, measured = pythons_that_hold(results), results.pythons
    if len(held) > 1 and held == measured[measured.index(held[0]) : measured.index(held[-1]) + 1]:
        return f"{held[0]}–{held[-1]}"
    return ", ".join(held)


def measured_on(results: Results) -> date | None:
    """The day on which the newest Python was measured; None where the results do not say."""
    dated = re.match(r"\d{4}-\d\d-\d\d", str(results.environments[newest(results).python].get("date", "")))
    return date.fromisoformat(dated[0]) if dated else None


def doubts(results: Results, today: date) -> list[str]:
    """What speaks against recorded results, a sentence each: age, noise, few processes, other Pythons.

    Free-threaded builds are not among these: threads that compute at once there are no doubt about those that
    cannot here. The strip says what they do.
    """
    found = []
    at = newest(results)
    published = results.ratio(at)
    if published and not results.workload.quantity(at.quantity).exact and published.finding == "cannot tell":
        found.append("The recorded processes contradict each other.")
    reversed_on = [
        verdict.python
        for verdict in strip(results)
        if verdict.state == "reversed" and not is_free_threaded(verdict.python)
    ]
    if reversed_on:
        found.append(f"Python {', '.join(reversed_on)} says the opposite.")
    processes = min(len(series.runs) for series in results.series if series.at == at)
    if processes < PROCESSES and not results.workload.quantity(at.quantity).exact:
        found.append(f"It was measured in fewer than {PROCESSES} processes.")
    day = measured_on(results)
    if day and today - day > STALE:
        found.append(f"It was last measured on {day}.")
    return found


def compare(found: Ratio, published: Ratio, margin: float = NOTHING) -> State:
    """How a ratio stands to the published one."""
    if published.high < 1 and published.high <= 1 / margin:  # the fix loses: the same, upside down
        return compare(found.inverse, published.inverse, margin)
    if not published.decided or published.low < margin:  # no gain is what was published
        return "reversed" if found.decided and found.low >= margin else "holds"
    if found.high < 1:
        return "reversed"
    return "holds" if found.decided and found.median - 1 >= (published.median - 1) / 2 else "weaker"


def middle(results: Results, at: Conditions, variant: str) -> float | None:
    """The median of a series, or None where it was not measured."""
    series = results.find(_where_counted(results, at), variant)
    return None if series is None else series.middle


def rtt_measured(results: Results, at: Conditions) -> float | None:
    """The round trip that was really there, in milliseconds, under these conditions."""
    series = results.find(at, "before")
    return series.rtt_measured_ms if series else None


def _where_counted(results: Results, at: Conditions) -> Conditions:
    """A count does not depend on the link, so any link at which it was taken will do."""
    if not results.workload.quantity(at.quantity).exact or results.find(at, "before") is not None:
        return at
    for link in results.workload.links:
        elsewhere = replace(at, rtt_ms=link.rtt_ms, mbit_s=link.mbit_s or 0)
        if results.find(elsewhere, "before") is not None:
            return elsewhere
    return at


def _shown(value: float | None, quantity: Quantity) -> str:
    return "—" if value is None else format_value(value, quantity.unit)


def _choice(key: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise DirectiveError(f"{key}={value!r} was not measured; use one of {', '.join(map(repr, known))}")
    return value


def _number(key: str, text: str | None, default: float, known: Iterable[float]) -> float:
    if text is None:
        return default
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = float("nan")
    if value not in known:
        raise DirectiveError(
            f"{key}={text} was not measured; use one of {', '.join(f'{n:g}' for n in sorted(known))}"
        )
    return value
