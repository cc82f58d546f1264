"""`results.json`: every sample and count of one rule, in pyperf's format with three keys more.

`pyperf show` and `pyperf compare_to` read these files. What pyperf does not know stands beside its own
keys: `rule`, `workload` (what a size is, the reference, the headline) and `environments` (machine,
interpreter, package versions, commit and date of each run, by the name that the benchmarks carry).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from examples.harness import statistics
from examples.harness.quantities import INSTRUCTIONS, Quantity
from examples.harness.statistics import Ratio
from examples.harness.workload import Link, Workload


class ResultsError(ValueError):
    """A results file that cannot be read; the message names the file, the place and the remedy.

    Attributes:
        line: Line in the file, from 1; 0 where no line can be named.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, order=True)
class Conditions:
    """Where a series was taken, all but the variant.

    Attributes:
        case: Name of a case of the workload.
        size: How much work one call does.
        rtt_ms: Declared round-trip time in milliseconds.
        mbit_s: Declared bandwidth in megabits a second, 0 for unlimited.
        python: Version as people say it: "3.13".
        quantity: Name of the quantity.
    """

    case: str
    size: int
    rtt_ms: float
    mbit_s: float
    python: str
    quantity: str


@dataclass(frozen=True)
class Run:
    """What one process sampled.

    Attributes:
        samples: In the order taken; the n-th of each variant were taken in the same round.
        loops: How many calls one sample is the mean of.
    """

    samples: tuple[float, ...]
    loops: int = 1


@dataclass(frozen=True)
class Series:
    """The samples of one variant under one set of conditions; a count is a series of one sample.

    Attributes:
        at: The conditions.
        variant: "before", "after" or the name of an alternative.
        unit: As in `Quantity`.
        runs: One for each process; the n-th of each variant are of the same process.
        rtt_measured_ms: The round trip that was really there; None on a direct link.
    """

    at: Conditions
    variant: str
    unit: str
    runs: tuple[Run, ...]
    rtt_measured_ms: float | None = None

    @classmethod
    def counted(cls, at: Conditions, variant: str, unit: str, value: int) -> Series:
        """A count."""
        return cls(at, variant, unit, (Run((value,)),))

    @property
    def samples(self) -> tuple[float, ...]:
        """All of them, process after process."""
        return tuple(value for run in self.runs for value in run.samples)

    @property
    def middles(self) -> tuple[float, ...]:
        """The median of each process."""
        return tuple(median(run.samples) for run in self.runs)

    @property
    def middle(self) -> float:
        """The median of the processes' medians."""
        return median(self.middles)


@dataclass(frozen=True)
class CaseInfo:
    """What readers of results must know of a case.

    Attributes:
        name: The stack, or the situation.
        variants: "before", "after", then alternatives.
        pays: False for a when-not.
    """

    name: str
    variants: tuple[str, ...]
    pays: bool = True


@dataclass(frozen=True)
class WorkloadInfo:
    """The part of a workload that travels with its results, so that reading them imports no example."""

    size_unit: str
    sizes: tuple[int, ...]
    links: tuple[Link, ...]
    reference_size: int
    reference_link: Link
    reference_why: str
    headline: str
    quantities: tuple[Quantity, ...]
    cases: tuple[CaseInfo, ...]

    @classmethod
    def of(cls, workload: Workload) -> WorkloadInfo:
        """Describe a workload."""
        reference = workload.reference
        cases = [CaseInfo(name, tuple(case.variants)) for name, case in workload.cases.items()]
        cases += [
            CaseInfo(name, tuple(case.variants), pays=False) for name, case in workload.when_not.items()
        ]
        quantities = {quantity.name: quantity for quantity in workload.sampled}
        for case in (*workload.cases.values(), *workload.when_not.values()):
            for quantity in case.expected("before", reference.size):
                quantities.setdefault(quantity.name, quantity)
        if workload.instructions:
            quantities[INSTRUCTIONS.name] = INSTRUCTIONS
        return cls(
            size_unit=workload.size_unit,
            sizes=workload.sizes,
            links=workload.links,
            reference_size=reference.size,
            reference_link=reference.link,
            reference_why=reference.why,
            headline=workload.headline.name,
            quantities=tuple(quantities.values()),
            cases=tuple(cases),
        )

    def quantity(self, name: str) -> Quantity:
        """The quantity of that name.

        Raises:
            KeyError: The workload neither samples nor counts it.
        """
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        raise KeyError(name)


@dataclass(frozen=True)
class Results:
    """All series of one rule.

    Attributes:
        rule: The rule's id.
        workload: What was run.
        environments: By Python version: interpreter, machine, packages, commit, date.
        series: In the order of their conditions.
    """

    rule: str
    workload: WorkloadInfo
    environments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    series: tuple[Series, ...] = ()

    @property
    def pythons(self) -> list[str]:
        """The measured versions, oldest first, free-threaded builds last."""
        return sorted(self.environments, key=version_order)

    @property
    def newest(self) -> str:
        """The newest measured version that people run by default."""
        return next((one for one in reversed(self.pythons) if not is_free_threaded(one)), self.pythons[-1])

    def find(self, at: Conditions, variant: str) -> Series | None:
        """The series of a variant under exactly these conditions."""
        return self._index.get((at, variant))

    def ratio(self, at: Conditions, variant: str = "after") -> Ratio | None:
        """Before against `variant` under these conditions, or None where either was not measured.

        Before a count of zero there is no ratio either.
        """
        before, other = self.find(at, "before"), self.find(at, variant)
        if before is None or other is None or min(*before.samples, *other.samples) <= 0:
            return None
        return statistics.ratio(*([run.samples for run in series.runs] for series in (before, other)))

    def sizes(self, at: Conditions) -> list[int]:
        """Every size that was measured under these conditions, searched ones included, in order."""
        return sorted({one.at.size for one in self.series if one.at == replace(at, size=one.at.size)})

    def bracket(self, at: Conditions) -> tuple[int | None, int | None]:
        """The neighboring sizes between which the after begins to pay under these conditions.

        A size of the workload pays when the whole interval of its ratio lies above 1. Between two of these
        the measurement searches; there the middle of the ratio decides, since near the break-even no interval
        can.

        Returns:
            The largest size that does not pay, or None, and the size from which on all pay, or None.
        """
        grid, pays = self.workload.sizes, None
        for size in sorted({*grid, *self.sizes(at)}, reverse=True):
            ratio = self.ratio(replace(at, size=size))
            if ratio is None or (ratio.low if size in grid else ratio.median) <= 1:
                return size, pays
            pays = size
        return None, pays

    def reference(self, python: str | None = None, quantity: str | None = None) -> Conditions:
        """The conditions from which impact is computed, on `python` or the newest measured."""
        return Conditions(
            case=self.workload.cases[0].name,
            size=self.workload.reference_size,
            rtt_ms=self.workload.reference_link.rtt_ms,
            mbit_s=self.workload.reference_link.mbit_s or 0,
            python=python or self.newest,
            quantity=quantity or self.workload.headline,
        )

    def merged(self, newer: Results) -> Results:
        """These results with every Python version of `newer` put in place of the same one here."""
        kept = [series for series in self.series if series.at.python not in newer.environments]
        return replace(
            newer,
            environments={**self.environments, **newer.environments},
            series=tuple(sorted([*kept, *newer.series], key=lambda series: series.at)),
        )

    def since(self, known: Results | None) -> Results | None:
        """The part of these results that was recorded later than that of `known`; None where nothing was."""
        known_facts = known.environments if known else {}
        newer = {
            python: facts
            for python, facts in self.environments.items()
            if facts.get("date", "") > known_facts.get(python, {}).get("date", "")
        }
        kept = tuple(series for series in self.series if series.at.python in newer)
        return replace(self, environments=newer, series=kept) if newer else None

    def joined(self, other: Results) -> Results:
        """These results and those of one more process of the same measurement.

        What only one of them has, such as the counts, which the first process takes, is kept.
        """
        series = {(one.at, one.variant): one for one in self.series}
        for one in other.series:
            known = series.get((one.at, one.variant))
            series[one.at, one.variant] = replace(one, runs=known.runs + one.runs) if known else one
        environments = dict(self.environments)
        for python, facts in other.environments.items():
            known_facts = environments.get(python, {})
            sums = {name: known_facts.get(name, 0) + facts.get(name, 0) for name in ("processes", "seconds")}
            environments[python] = {**facts, **known_facts, **sums}
        ordered = sorted(series.values(), key=lambda one: one.at)
        return replace(self, environments=environments, series=tuple(ordered))

    @property
    def _index(self) -> dict[tuple[Conditions, str], Series]:
        cached: dict[tuple[Conditions, str], Series] | None = self.__dict__.get("_by_key")
        if cached is None:
            cached = {(series.at, series.variant): series for series in self.series}
            object.__setattr__(self, "_by_key", cached)
        return cached


def is_free_threaded(python: str) -> bool:
    """Whether a version such as "3.13t" names a build without the GIL."""
    return python.endswith("t")


def version_order(python: str) -> tuple[bool, tuple[int, ...]]:
    """Sorts versions such as "3.9", "3.13" and "3.13t".

    Raises:
        ValueError: The text is no version.
    """
    return is_free_threaded(python), tuple(map(int, python.removesuffix("t").split(".")))


def write(results: Results, path: Path) -> None:
    """Write a results file whole or not at all, one benchmark a line."""
    head = {
        "version": "1.0",
        "rule": results.rule,
        "workload": asdict(results.workload),
        "environments": results.environments,
        "metadata": {"tags": []},
    }
    lines = ",\n".join(json.dumps(_benchmark(series)) for series in results.series)
    text = json.dumps(head, indent=1, ensure_ascii=False)
    text = f'{text.removesuffix("}").rstrip()},\n "benchmarks": [\n{lines}\n ]\n}}\n'
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".results-", delete=False
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def read(path: Path) -> Results:
    """Read a results file.

    Raises:
        ResultsError: The file is missing, is not JSON, or lacks a key.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ResultsError(f"{path}: no results yet; record them with `make measure`") from None
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        why = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ResultsError(f"{path}: not JSON ({why}); record it again with `make measure`", line) from None
    try:
        return Results(
            rule=data["rule"],
            workload=_workload(data["workload"]),
            environments=data["environments"],
            series=tuple(_series(data["benchmarks"])),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ResultsError(
            f"{path}: a key is missing or has the wrong shape ({error!r}); "
            "record the file again with `make measure`"
        ) from error


def _benchmark(series: Series) -> dict[str, Any]:
    at = series.at
    name = f"{at.case}: {series.variant} {at.quantity} n={at.size} rtt={at.rtt_ms:g}ms py{at.python}"
    metadata: dict[str, Any] = {
        "name": name,
        **asdict(at),
        "variant": series.variant,
        "unit": series.unit,
    }
    if series.rtt_measured_ms is not None:
        metadata["rtt_measured_ms"] = round(series.rtt_measured_ms, 4)
    return {"metadata": metadata, "runs": [_run(run, series.unit) for run in series.runs]}


def _run(run: Run, unit: str) -> dict[str, Any]:
    values = [float(f"{value:.6g}") if unit == "second" else value for value in run.samples]
    return {"metadata": {"loops": run.loops}, "values": values}


def _series(benchmarks: Iterable[Mapping[str, Any]]) -> Iterable[Series]:
    for benchmark in benchmarks:
        metadata = benchmark["metadata"]
        yield Series(
            at=Conditions(**{name: metadata[name] for name in Conditions.__dataclass_fields__}),
            variant=metadata["variant"],
            unit=metadata["unit"],
            runs=tuple(
                Run(tuple(run["values"]), run.get("metadata", {}).get("loops", 1))
                for run in benchmark["runs"]
            ),
            rtt_measured_ms=metadata.get("rtt_measured_ms"),
        )


def _workload(data: Mapping[str, Any]) -> WorkloadInfo:
    return WorkloadInfo(
        **{
            **data,
            "sizes": tuple(data["sizes"]),
            "links": tuple(Link(**link) for link in data["links"]),
            "reference_link": Link(**data["reference_link"]),
            "quantities": tuple(Quantity(**quantity) for quantity in data["quantities"]),
            "cases": tuple(
                CaseInfo(case["name"], tuple(case["variants"]), case["pays"]) for case in data["cases"]
            ),
        }
    )
