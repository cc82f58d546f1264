"""What makes recorded results unusable although the file could be read: shapes, values, contradictions."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from itertools import chain
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from examples.harness.quantities import Unit
from examples.harness.results import Results, Series, WorkloadInfo

LEAST, MOST = 1e-12, 1e15
"""Between these amounts in base units lies, zero aside, every measurement: no clock resolves a picosecond,
and a petabyte or thirty million years are a slip."""

_WORKLOAD = TypeAdapter(WorkloadInfo)


def fault(results: Results) -> str | None:
    """The first thing that is wrong, with its key; None for results to be shown."""
    return next(chain(_of_workload(results.workload), _of_environments(results), _of_series(results)), None)


def _of_workload(workload: WorkloadInfo) -> Iterator[str]:
    try:
        _WORKLOAD.validate_json(json.dumps(asdict(workload)), strict=True)
    except ValidationError as errors:
        error = errors.errors(include_url=False)[0]
        key = ".".join(map(str, ("workload", *error["loc"])))
        yield f"{key}: {error['msg'][:1].lower()}{error['msg'][1:]}, got {error['input']!r:.60}"
        return
    if not workload.cases or not workload.sizes:
        yield "the workload has no cases or no sizes"
    if any(size < 1 for size in workload.sizes) or sorted(set(workload.sizes)) != list(workload.sizes):
        yield f"workload.sizes: expected numbers from 1 that rise, got {list(workload.sizes)}"
    for link in (*workload.links, workload.reference_link):
        if not all(0 <= (amount or 0) < math.inf for amount in (link.rtt_ms, link.mbit_s)):
            yield f"workload.links: expected amounts from 0, got {link}"
    names = [quantity.name for quantity in workload.quantities]
    if workload.headline not in names:
        yield f"the headline {workload.headline!r} is not among the quantities"
    if len(set(names)) < len(names):
        yield f"workload.quantities: one is there twice: {', '.join(names)}"


def _of_environments(results: Results) -> Iterator[str]:
    if not isinstance(results.environments, dict) or not results.environments or not results.series:
        yield "holds no measurement"
        return
    for python, facts in results.environments.items():
        key = f"environments.{python}"
        if not isinstance(facts, dict):
            yield f"{key}: expected facts by name, got {facts!r:.60}"
            continue
        for name in ("packages", "services"):
            if not isinstance(facts.get(name) or {}, dict):
                yield f"{key}.{name}: expected versions by name, got {facts[name]!r:.60}"
        if "date" in facts:
            try:
                date.fromisoformat(str(facts["date"])[:10])
            except ValueError:
                yield f"{key}.date: expected a date such as 2026-11-21, got {facts['date']!r:.60}"
    _ = results.pythons  # versions that are not numbers raise ValueError


def _of_series(results: Results) -> Iterator[str]:
    workload = results.workload
    units = {quantity.name: quantity.unit for quantity in workload.quantities}
    variants = {case.name: case.variants for case in workload.cases}
    for number, series in enumerate(results.series):
        at = series.at
        place = f"benchmarks[{number}], the series {at.case!r} {series.variant} {at.quantity} at {at.size}"
        if series.variant not in variants.get(at.case, ()):
            yield f"{place}: the workload has no such case or variant"
        if units.get(at.quantity) != series.unit or series.unit not in get_args(Unit):
            yield f"{place}: the workload has no such quantity in the unit {series.unit!r}"
        if at.python not in results.environments:
            yield f"{place}: Python {at.python} has no environment"
        if not _numbers(at.size, at.rtt_ms, at.mbit_s, series.rtt_measured_ms or 0) or at.size < 1:
            yield f"{place}: a size, round trip or bandwidth that is no amount"
        yield from _of_samples(series, place)
    before, after = (results.find(results.reference(), variant) for variant in ("before", "after"))
    if before is None or after is None:
        yield "the reference conditions were not measured"


def _of_samples(series: Series, place: str) -> Iterator[str]:
    samples = series.samples  # put together anew each time
    if not series.runs or not all(run.samples for run in series.runs):
        yield f"{place}: a process without samples"
    elif not all(type(value) in (int, float) for value in samples):
        yield f"{place}: samples that are not numbers"
    elif wrong := [value for value in samples if value != 0 and not LEAST <= value < MOST]:
        yield f"{place}: samples that no measurement gives, such as {wrong[0]:g}"


def _numbers(*amounts: object) -> bool:
    return all(type(amount) in (int, float) and 0 <= amount < math.inf for amount in amounts)  # type: ignore[operator]
