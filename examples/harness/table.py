"""A run's numbers beside the recorded ones, as rows for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from rich.table import Table

from examples.harness.measure import describe
from examples.harness.quantities import Quantity
from examples.harness.results import Conditions, Results
from examples.harness.statistics import Ratio
from examples.harness.workload import Link

SAME = 1.15
"""Medians that differ by less than this factor are the same to readers, however narrow their intervals."""


@dataclass(frozen=True)
class Row:
    """Before against one other variant under one set of conditions; medians, in the quantity's unit."""

    at: Conditions
    quantity: Quantity
    variant: str
    before: float
    after: float
    ratio: Ratio | None
    recorded: Ratio | None

    def as_json(self) -> dict[str, Any]:
        """The row for `--json`."""
        return {
            **asdict(self.at),
            "unit": self.quantity.unit,
            "variant": self.variant,
            "before": self.before,
            "after": self.after,
            "ratio": asdict(self.ratio) if self.ratio else None,
            "recorded": asdict(self.recorded) if self.recorded else None,
        }


def rows(run: Results, recorded: Results | None) -> Iterator[Row]:
    """Every comparison of a run, with the recorded ratio of the same Python or else of the newest."""
    counted = set()
    for series in run.series:
        if series.variant == "before":
            continue
        before = run.find(series.at, "before")
        quantity = run.workload.quantity(series.at.quantity)
        if before is None:
            continue
        if quantity.exact:
            # The same on every link: once is enough.
            key = (series.at.case, series.at.size, series.at.python, quantity, series.variant)
            if key in counted:
                continue
            counted.add(key)
        yield Row(
            series.at,
            quantity,
            series.variant,
            before.middle,
            series.middle,
            run.ratio(series.at, series.variant),
            _recorded(recorded, series.at, series.variant),
        )


def _recorded(recorded: Results | None, at: Conditions, variant: str) -> Ratio | None:
    if recorded is None or not recorded.environments:
        return None
    python = at.python if at.python in recorded.environments else recorded.newest
    return recorded.ratio(replace(at, python=python), variant)


def tables(run: Results, recorded: Results | None, other: str) -> Iterator[Table]:
    """One table for each case and Python; `other` names the ratios that stand beside the run's."""
    order = {case.name: number for number, case in enumerate(run.workload.cases)}
    kinds = {case.name: "" if case.pays else " (when not)" for case in run.workload.cases}
    listed = sorted(
        rows(run, recorded),
        key=lambda row: (
            *(order[row.at.case], row.at.python, row.at.size),
            *(not row.quantity.exact, row.at.rtt_ms, row.at.mbit_s),
        ),
    )
    by_table: dict[tuple[str, str], list[Row]] = {}
    for row in listed:
        by_table.setdefault((row.at.case, row.at.python), []).append(row)
    for (case, python), chosen in by_table.items():
        table = Table(title=f"{case}{kinds[case]}, Python {python}", title_justify="left")
        several = len({row.variant for row in chosen}) > 1
        left = ("link", "measured", "variant")
        variant = ["variant"] if several else []
        for heading in (
            *(run.workload.size_unit, "link", "measured", "before", *variant),
            *("after", "ratio", "interval", other, "its interval", "agreement"),
        ):
            table.add_column(heading, justify="left" if heading in left else "right", no_wrap=True)
        for row in chosen:
            table.add_row(*_cells(row, several=several))
        yield table


def _cells(row: Row, *, several: bool) -> Iterator[str]:
    yield f"{row.at.size:,}"
    yield "any" if row.quantity.exact else describe(Link(row.at.rtt_ms, row.at.mbit_s or None))
    yield row.quantity.label
    yield amount(row.before, row.quantity)
    if several:
        yield row.variant
    yield amount(row.after, row.quantity)
    yield times(row.ratio)
    for found in (row.ratio, row.recorded):
        if found is row.recorded:
            yield times(found)
        yield "exact" if row.quantity.exact and found else interval(found)
    yield agreement(row.ratio, row.recorded)


def agreement(found: Ratio | None, recorded: Ratio | None) -> str:
    """Whether two ratios are the same within what their intervals allow, or by which factor they differ."""
    if found is None or recorded is None:
        return "–"
    if found.low <= recorded.high and recorded.low <= found.high:
        return "agrees"
    factor = found.median / recorded.median
    if 1 / SAME <= factor <= SAME:
        return "agrees"
    direction = "more" if factor > 1 else "less"
    return f"differs: {max(factor, 1 / factor):.3g}× {direction}"


def summary(run: Results, recorded: Results, other: str) -> str:
    """How many ratios agree, and on each Python what the headline says here and there."""
    compared = [row for row in rows(run, recorded) if row.ratio and row.recorded]
    agreeing = sum(agreement(row.ratio, row.recorded) == "agrees" for row in compared)
    said = [f"{agreeing} of {len(compared)} ratios agree with {other}."]
    for python in run.pythons:
        at = run.reference(python)
        found, known = run.ratio(at), _recorded(recorded, at, "after")
        if found and known:
            said.append(
                f"Python {python}, {at.quantity} at the reference: {times(found)} here ({found.finding}), "
                f"{times(known)} in {other} ({known.finding}): {agreement(found, known)}."
            )
    return "\n".join(said)


def interval(ratio: Ratio | None) -> str:
    """Both ends: "11.9–12.8"."""
    if ratio is None:
        return "–"
    return "–".join(f"{end:,.0f}" if end >= 1000 else f"{end:.3g}" for end in (ratio.low, ratio.high))


def times(ratio: Ratio | None) -> str:
    """A ratio as people read it: "12.4×"."""
    if ratio is None:
        return "–"
    return f"{ratio.median:,.0f}×" if ratio.median >= 1000 else f"{ratio.median:.3g}×"


def amount(value: float, quantity: Quantity) -> str:
    """A value with its unit: "3.21 ms", "4.10 MB", "1,001"."""
    if quantity.unit == "integer":
        return f"{value:,.0f}"
    steps = [("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)]
    if quantity.unit == "byte":
        steps = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1.0)]
    unit, size = next((step for step in steps if abs(value) >= step[1]), steps[-1])
    scaled = value / size
    return f"{scaled:,.0f} {unit}" if scaled >= 100 else f"{scaled:.3g} {unit}"
