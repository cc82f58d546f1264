"""Before and after give equal answers, with the counts and the direction of time that their page claims."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from rulebook.catalogue import Catalogue

from examples.harness import measure
from examples.harness.identity import RuleId
from examples.harness.measure import Place, conditions, load, places, reference_place
from examples.harness.quantities import WALL, Quantity
from examples.harness.results import Results, WorkloadInfo
from examples.harness.sampling import QUICK, Plan
from examples.harness.services.shared import Services
from examples.harness.workload import Workload
from tests.command import ROOT
from tests.examples.files import RULES

ONE_ROUND = Plan(rounds=1, fewest=1, budget=0)
PYTHONS = ("3.11", "3.12", "3.13")
SHOWABLE = 2.0
"""Time is asserted only where it was recorded to differ this much: less is noise on a busy machine."""

each_rule = pytest.mark.parametrize("rule", RULES, ids=str)
ENDS = [
    pytest.param(place, id=f"{rule}: {place}")
    for rule, workload in zip(RULES, map(load, RULES), strict=True)
    for place in places(workload)
    if place.size in (min(workload.sizes), workload.reference.size)
]
"""The least size and the reference; the others are compared and counted alike when they are measured."""


def recorded(rule: RuleId) -> Results | None:
    """The results that the rule's page shows, None where it shows none; all are read once."""
    found = Catalogue.load(ROOT).rules.get(str(rule))
    return found.results if found else None


def headline(workload: Workload) -> Quantity:
    """The sampled quantity whose direction is asserted: the headline, or wall time beside an exact one."""
    return WALL if workload.headline.exact else workload.headline


def at_reference(rule: RuleId) -> float | None:
    """The least recorded ratio at the reference, over all Pythons."""
    found = recorded(rule)
    if found is None:  # which the test of the results reports
        return None
    name = headline(load(rule)).name
    ratios = [found.ratio(found.reference(python, name)) for python in found.pythons]
    return min((each.low for each in ratios if each), default=None)


def functions(variant: object) -> dict[str, str]:
    """What a variant offers its callers; signatures as text, since each file has its own type variables."""
    if not isinstance(variant, ModuleType):
        assert isinstance(variant, Callable)  # type: ignore[arg-type]
        return {"": str(inspect.signature(variant))}  # type: ignore[arg-type]
    return {
        name: str(inspect.signature(value))
        for name, value in vars(variant).items()
        if inspect.isfunction(value) and value.__module__ == variant.__name__ and not name.startswith("_")
    }


@each_rule
def test_variants_offer_the_same_functions(rule: RuleId) -> None:
    for case in load(rule).cases.values():
        before = functions(case.before)
        assert before
        for name, variant in case.variants.items():
            offered = functions(variant)
            shared = before.keys() & offered.keys() - {"main"}
            assert shared, f"{name} shares no function with before"
            assert all(before[key] == offered[key] for key in shared), name


@pytest.mark.parametrize("place", ENDS)
def test_answers_are_equal_and_counts_exact(place: Place, services: Services) -> None:
    measure.count(services, place)


@each_rule
def test_results_are_those_of_this_workload(rule: RuleId) -> None:
    found, workload = recorded(rule), load(rule)
    assert found, f"record them with: make measure RULE={rule}"
    assert found.rule == str(rule)
    assert found.workload == WorkloadInfo.of(workload), "the workload has changed since it was measured"
    assert set(PYTHONS) <= set(found.pythons)
    for place in places(workload):
        for python in found.pythons:
            for link in workload.links if python == found.newest else (workload.reference.link,):
                for variant in place.case.variants:
                    counts = place.case.expected(variant, place.size)
                    for quantity in {*(place.case.sampled or workload.sampled), *counts}:
                        at = replace(conditions(place, link, quantity), python=python)
                        series = found.find(at, variant)
                        assert series is not None, f"{variant} was not measured at {at}"
                        if quantity in counts:
                            assert series.samples == (counts[quantity],), at
                        else:
                            assert len(series.runs) == found.environments[python].get("processes", 1), at


SHOWN_IN_TIME = [rule for rule in RULES if (at_reference(rule) or 0) >= SHOWABLE]


@pytest.mark.parametrize("rule", SHOWN_IN_TIME, ids=str)
def test_time_goes_in_the_recorded_direction(rule: RuleId, services: Services) -> None:
    workload = load(rule)
    place = reference_place(workload)
    pair = replace(place.case, alternatives={}, sampled=(headline(workload),))
    place = replace(place, case=pair)
    for plan in (ONE_ROUND, QUICK):  # three rounds only where one does not show it
        taken = measure.timed(services, place, workload.reference.link, workload, plan)
        middles = {one.variant: one.middle for one in taken}
        if middles["before"] > middles["after"]:
            return
    pytest.fail(f"the after is slower: {middles}")
