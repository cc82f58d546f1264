"""Measures one rule under the running interpreter: equal answers first, then counts, then samples."""

from __future__ import annotations

import importlib
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from statistics import median

from examples.harness import environment
from examples.harness.bench import Bench
from examples.harness.identity import RuleId
from examples.harness.link import measured_rtt_ms
from examples.harness.meters import peak_memory
from examples.harness.quantities import PEAK_MEMORY, Quantity
from examples.harness.results import Conditions, Results, Run, Series, WorkloadInfo
from examples.harness.sampling import FULL, QUICK, SEARCH, Plan, sample
from examples.harness.services.shared import Services
from examples.harness.workload import Call, Case, Link, Workload, shown

NEEDED_PARALLELISM = 1.7
"""Of the two processes that are asked of the machine; parallel work is sampled only where it gives that."""

ATTEMPTS = 20
"""Times that one place is sampled before the machine is said to give no parallel work its cores."""

NEAR = 1.1
"""Sizes that differ by less than this factor are one break-even."""

PREPARED_AFTER = 6
"""Calls after which every driver has prepared what it prepares; psycopg does so at the fifth use."""

Progress = Callable[[str, int], None]
"""Told what comes next, and how many steps there are in all."""


class MeasureError(Exception):
    """A rule that cannot be measured, with the reason and the place."""


class CannotTellError(MeasureError):
    """The machine cannot show what the rule claims."""


class Scope(StrEnum):
    """How much of a workload to measure."""

    EVERYTHING = "everything"
    REFERENCE_LINK = "reference-link"
    """Every case at every size, over the reference link alone."""
    REFERENCE = "reference"
    """The headline alone: the first case at the reference size and link."""


@dataclass(frozen=True)
class Place:
    """One case at one size."""

    name: str
    case: Case
    size: int

    def __str__(self) -> str:
        return f"{self.name}, size {self.size}"


def load(rule: RuleId) -> Workload:
    """Import a rule's workload.

    Raises:
        MeasureError: It cannot be imported, or defines no `WORKLOAD`.
    """
    where = rule.folder / "workload.py"
    try:
        module = importlib.import_module(f"{rule.package}.workload")
    except Exception as error:
        raise MeasureError(f"{where}: {type(error).__name__}: {error}") from error
    workload = getattr(module, "WORKLOAD", None)
    if not isinstance(workload, Workload):
        raise MeasureError(f"{where}: expected WORKLOAD = Workload(…), found {workload!r}")
    return workload


def places(workload: Workload) -> list[Place]:
    """Every case and when-not at every size."""
    cases = {**workload.cases, **workload.when_not}
    return [Place(name, case, size) for name, case in cases.items() for size in workload.sizes]


def reference_place(workload: Workload) -> Place:
    """Where the headline is measured: the first case at the reference size."""
    name, case = next(iter(workload.cases.items()))
    return Place(name, case, workload.reference.size)


def measure(
    rule: RuleId,
    workload: Workload,
    plan: Plan = FULL,
    *,
    counting: bool = True,
    scope: Scope = Scope.EVERYTHING,
    progress: Progress = lambda *_: None,
) -> Results:
    """Measure a rule in this process, which makes one run of every series.

    Args:
        rule: The rule.
        workload: What it runs.
        plan: How many rounds to take.
        counting: Whether to compare answers and take the counts, too; one process in five will do.
        scope: How much to measure.
        progress: Is told each step.

    Raises:
        MeasureError: Variants disagree, a count is not as expected, or a quantity is not recorded.
        CannotTellError: The rule is about parallel work, and the machine gives none.
        ServiceError: A server is not there.
    """
    start = time.monotonic()
    where = [reference_place(workload)] if scope is Scope.REFERENCE else places(workload)
    links = workload.links if scope is Scope.EVERYTHING else (workload.reference.link,)
    steps = 1 + len(where) * (counting + len(links))
    progress("calibrate the machine", steps)
    cores = Cores(rule, needed=NEEDED_PARALLELISM if workload.parallel else 0)
    rtts = {link: measured_rtt_ms(link) for link in links if link.rtt_ms}
    series: list[Series] = []
    with Services() as services:
        for place in where:
            if counting:
                progress(f"{place}: check and count", steps)
                # What is counted is the same on every link.
                series += [
                    Series.counted(conditions(place, link, quantity), variant, quantity.unit, value)
                    for variant, values in count(services, place).items()
                    for quantity, value in values.items()
                    for link in links
                ]
            for link in links:
                progress(f"{place}: {describe(link)}", steps)
                series += [
                    replace(one, rtt_measured_ms=rtts.get(link))
                    for one in cores.during(partial(timed, services, place, link, workload, plan))
                ]
        facts = environment.describe(
            rule, services.versions, cores.parallelism, quick=plan is QUICK, seconds=time.monotonic() - start
        )
    return _results(rule, workload, facts, series)


class Cores:
    """How much parallel work the machine does, calibrated around whatever depends on it.

    A shared machine's second core comes and goes. So each sampling of parallel work stands between two
    calibrations, and is taken again unless both found enough. What is thrown away was not looked at.

    Args:
        rule: The rule, for messages.
        needed: How much there must be, 0 for work that does not depend on it.
        calibrate: Tells how much there is just now.
    """

    def __init__(
        self, rule: RuleId, needed: float, calibrate: Callable[[], float] = environment.parallelism
    ) -> None:
        self._rule = rule
        self._needed = needed
        self._calibrate = calibrate
        self._found = [calibrate()]

    @property
    def parallelism(self) -> float:
        """The median of what was found at the start and after each sampling that was kept."""
        return median(self._found)

    def during(self, take: Callable[[], list[Series]]) -> list[Series]:
        """What `take` gives while the machine gives parallel work its cores.

        Raises:
            CannotTellError: It does not, however often it is tried.
        """
        if not self._needed:
            return take()
        before = least = self._found[-1]
        for _ in range(ATTEMPTS):
            series = take() if before >= self._needed else None
            after = self._calibrate()
            least = min(least, after)
            if series is not None and after >= self._needed:
                self._found.append(after)
                return series
            before = after
        raise CannotTellError(
            f"cannot tell: {self._rule} is about parallel work, and two processes were at times only "
            f"{least:.2f} times as fast as one; {self._needed} is needed. Nothing was recorded. "
            "Try again on an idle machine with two cores or more."
        )


def search(
    rule: RuleId, workload: Workload, low: int, high: int, progress: Progress = lambda *_: None
) -> Results:
    """Halve the distance between a size at which the fix does not pay and one at which it does.

    The first case over the reference link decides, by the headline, until the two sizes are near. Every size
    on the way becomes a run.

    Args:
        rule: The rule.
        workload: What it runs.
        low: A size at which the fix does not pay.
        high: A larger one, at which it does.
        progress: Is told each step.

    Raises:
        MeasureError: Variants disagree at one of the sizes.
    """
    start = time.monotonic()
    reference, link, headline = reference_place(workload), workload.reference.link, workload.headline
    series: list[Series] = []
    steps = math.ceil(math.log2(max(math.log(high / low) / math.log(NEAR), 1)))
    with Services() as services:
        while high - low > 1 and high / low > NEAR:
            size = min(max(round(math.sqrt(low * high)), low + 1), high - 1)
            place = replace(reference, size=size)
            progress(f"{place}: search the break-even", steps)
            if headline.exact:
                counts = count(services, place)
                taken = [
                    Series.counted(
                        conditions(place, link, headline), variant, headline.unit, values[headline]
                    )
                    for variant, values in counts.items()
                ]
            else:
                with Bench(services) as bench, place.case.setup(bench, size) as call:
                    check_answers(bench, place, call)
                taken = timed(services, place, link, workload, SEARCH)
            series += taken
            middles = {one.variant: one.middle for one in taken if one.at.quantity == headline.name}
            if middles["before"] > middles["after"]:
                high = size
            else:
                low = size
        facts = environment.describe(
            rule, services.versions, environment.parallelism(), quick=False, seconds=time.monotonic() - start
        )
    return _results(rule, workload, {**facts, "processes": 0}, series)


def conditions(place: Place, link: Link, quantity: Quantity) -> Conditions:
    """Where a series is taken by the running interpreter."""
    python = environment.python_version()
    return Conditions(place.name, place.size, link.rtt_ms, link.mbit_s or 0, python, quantity.name)


def _results(rule: RuleId, workload: Workload, facts: dict[str, object], series: list[Series]) -> Results:
    return Results(
        rule=str(rule),
        workload=WorkloadInfo.of(workload),
        environments={environment.python_version(): facts},
        series=tuple(sorted(series, key=lambda one: one.at)),
    )


def describe(link: Link) -> str:
    """A link in words: "RTT 0.5 ms, 100 Mbit/s"."""
    if link == Link():
        return "no delay"
    rate = f", {link.mbit_s:g} Mbit/s" if link.mbit_s else ""
    return f"RTT {link.rtt_ms:g} ms{rate}"


def count(services: Services, place: Place) -> dict[str, Mapping[Quantity, int]]:
    """Check that all variants answer alike and count as expected; gives the counts by variant.

    The counts are those of a call after others: what is set up once is no call's. One of the first calls may
    also prepare statements, so a count that is not as expected is taken again after some calls more.

    Raises:
        MeasureError: An answer or a count differs.
    """
    variants = place.case.variants
    wanted = {name: dict(place.case.expected(name, place.size)) for name in variants}
    with Bench(services, counting=any(wanted.values())) as bench, place.case.setup(bench, place.size) as call:
        check_answers(bench, place, call)

        def unexpected(name: str) -> dict[str, tuple[int, int]]:
            bench.reset_counts()
            with bench.calling():
                call(variants[name])
            got = bench.counts()
            return {
                quantity.name: (value, got[quantity.name])
                for quantity, value in wanted[name].items()
                if got[quantity.name] != value
            }

        for name, variant in variants.items():
            if not wanted[name]:
                continue
            wrong = unexpected(name)
            if wrong and bench.uses_postgres:
                for _ in range(PREPARED_AFTER):
                    with bench.calling():
                        call(variant)
                wrong = unexpected(name)
            if wrong:
                listed = "; ".join(
                    f"{quantity}: expected {value}, got {counted}"
                    for quantity, (value, counted) in wrong.items()
                )
                raise MeasureError(f"{place}: {name} does not count as its workload expects. {listed}")
    return dict(wanted)


def check_answers(bench: Bench, place: Place, call: Call) -> None:
    """Call every variant once and compare the answers with the first.

    Raises:
        MeasureError: One differs; shows both.
    """
    answers = {}
    for name, variant in place.case.variants.items():
        with bench.calling():
            answers[name] = call(variant)
    for name, answer in answers.items():
        if answer != answers["before"]:
            raise MeasureError(
                f"{place}: before and {name} give different answers.\n"
                f"  before: {shown(answers['before'])}\n  {name}: {shown(answer)}"
            )


def timed(services: Services, place: Place, link: Link, workload: Workload, plan: Plan) -> list[Series]:
    """Sample every variant of a case on a link: peak memory in a pass of its own, then the rest."""
    sampled = place.case.sampled or workload.sampled
    series: list[Series] = []

    def add(variant: str, quantity: Quantity, samples: Iterable[float], loops: int = 1) -> None:
        run = Run(tuple(samples), loops)
        series.append(Series(conditions(place, link, quantity), variant, quantity.unit, (run,)))

    with Bench(services, link) as bench, place.case.setup(bench, place.size) as call:
        calls = {name: partial(call, variant) for name, variant in place.case.variants.items()}
        if PEAK_MEMORY in sampled:
            with bench.calling():
                for one in calls.values():
                    one()
                for name, one in calls.items():
                    add(name, PEAK_MEMORY, [peak_memory(one)])
        rest = [quantity for quantity in sampled if quantity is not PEAK_MEMORY]
        try:
            samples = sample(bench, calls, rest, plan) if rest else {}
        except ValueError as error:
            raise MeasureError(f"{place}: {error}") from error
        for name, taken in samples.items():
            for quantity, values in taken.values.items():
                add(name, quantity, values, taken.loops)
    return series
