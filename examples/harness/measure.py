"""Measures one rule under the running interpreter: equal answers first, then counts, then samples."""

from __future__ import annotations

import importlib
import reprlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from examples.harness import environment
from examples.harness.bench import Bench
from examples.harness.identity import RuleId
from examples.harness.link import measured_rtt_ms
from examples.harness.meters import peak_memory
from examples.harness.quantities import PEAK_MEMORY, Quantity
from examples.harness.results import Conditions, Results, Series, WorkloadInfo
from examples.harness.sampling import FULL, QUICK, order, sample
from examples.harness.services.shared import Services
from examples.harness.workload import Call, Case, Link, Workload

NEEDED_PARALLELISM = 1.5
MEMORY_ROUNDS = 5
PREPARED_AFTER = 6
"""Calls after which every driver has prepared what it prepares; psycopg does so at the fifth use."""

Progress = Callable[[str, int], None]
"""Told what comes next, and how many steps there are in all."""


class MeasureError(Exception):
    """A rule that cannot be measured, with the reason and the place."""


class CannotTellError(MeasureError):
    """The machine cannot show what the rule claims."""


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


def measure(
    rule: RuleId, workload: Workload, *, quick: bool = False, progress: Progress = lambda *_: None
) -> Results:
    """Measure a rule; takes seconds if quick, else some minutes.

    Raises:
        MeasureError: Variants disagree, a count is not as expected, or a quantity is not recorded.
        CannotTellError: The rule is about parallel work, and the machine gives none.
        ServiceError: A server is not there.
    """
    steps = 1 + len(places(workload)) * (1 + len(workload.links))
    progress("calibrate the machine", steps)
    parallel = environment.parallelism(1 if quick else 3)
    if workload.parallel and parallel < NEEDED_PARALLELISM:
        raise CannotTellError(
            f"cannot tell: {rule} is about parallel work, and two processes were only {parallel:.2f} times "
            f"as fast as one just now; {NEEDED_PARALLELISM} is needed. Nothing was recorded. "
            "Try again on an idle machine with two cores or more."
        )
    rtts = {link: measured_rtt_ms(link) for link in workload.links if link.rtt_ms}
    series: list[Series] = []
    with Services() as services:
        for place in places(workload):
            progress(f"{place}: check and count", steps)
            counts = count(services, place)
            for link in workload.links:
                progress(f"{place}: {describe(link)}", steps)
                at = partial(
                    Conditions,
                    case=place.name,
                    size=place.size,
                    rtt_ms=link.rtt_ms,
                    mbit_s=link.mbit_s or 0,
                    python=environment.python_version(),
                )
                taken = [
                    # What is counted is the same on every link.
                    Series(at(quantity=quantity.name), variant, quantity.unit, (value,))
                    for variant, values in counts.items()
                    for quantity, value in values.items()
                ]
                for variant, quantity, samples, loops in timed(services, place, link, workload, quick=quick):
                    conditions = at(quantity=quantity.name)
                    taken.append(Series(conditions, variant, quantity.unit, samples, loops))
                series += [replace(one, rtt_measured_ms=rtts.get(link)) for one in taken]
        facts = environment.describe(rule, services.versions, parallel, quick=quick)
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

    The counts are those of a call after others: what is set up once is no call's.

    Raises:
        MeasureError: An answer or a count differs.
    """
    variants = place.case.variants
    wanted = {name: dict(place.case.expected(name, place.size)) for name in variants}
    with Bench(services, counting=any(wanted.values())) as bench, place.case.setup(bench, place.size) as call:
        check_answers(bench, place, call)
        if bench.uses_postgres and any(wanted.values()):
            for variant in list(variants.values()) * (PREPARED_AFTER - 1):
                with bench.calling():
                    call(variant)
        for name, variant in variants.items():
            bench.reset_counts()
            with bench.calling():
                call(variant)
            got = bench.counts()
            if wrong := {
                quantity.name: (value, got[quantity.name])
                for quantity, value in wanted[name].items()
                if got[quantity.name] != value
            }:
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
                f"  before: {_shown(answers['before'])}\n  {name}: {_shown(answer)}"
            )


def _shown(answer: object) -> str:
    short = reprlib.Repr()
    short.maxlist = short.maxdict = short.maxtuple = short.maxset = 8
    short.maxstring = short.maxother = 300
    return short.repr(answer)


Taken = tuple[str, Quantity, tuple[float, ...], int]
"""Variant, quantity, samples, and the calls that each is the mean of."""


def timed(
    services: Services, place: Place, link: Link, workload: Workload, *, quick: bool
) -> Iterator[Taken]:
    """Sample every variant of a case on a link: peak memory in a pass of its own, then the rest."""
    variants = place.case.variants
    sampled = place.case.sampled or workload.sampled
    with Bench(services, link) as bench, place.case.setup(bench, place.size) as call:
        calls = {name: partial(call, variant) for name, variant in variants.items()}
        if PEAK_MEMORY in sampled:
            peaks: dict[str, list[float]] = {name: [] for name in calls}
            with bench.calling():
                for one in calls.values():
                    one()
                for turn in range(1 if quick else MEMORY_ROUNDS):
                    for name in order(calls, turn):
                        peaks[name].append(peak_memory(calls[name]))
            for name, values in peaks.items():
                yield name, PEAK_MEMORY, tuple(values), 1
        try:
            samples = sample(bench, calls, sampled, QUICK if quick else FULL)
        except ValueError as error:
            raise MeasureError(f"{place}: {error}") from error
        for name, taken in samples.items():
            for quantity, values in taken.values.items():
                yield name, quantity, tuple(values), taken.loops
