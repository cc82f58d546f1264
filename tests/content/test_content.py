"""What is written: every page, its front matter and its place in the navigation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rulebook import generate
from rulebook.catalogue import Catalogue
from rulebook.check import check

from examples.harness.identity import RuleId, discover
from tests.command import ROOT

AT_LEAST = 45


def test_no_page_has_a_problem() -> None:
    assert not [str(problem) for problem in check(ROOT) if not problem.warning]


def test_the_catalogue_holds_every_rule() -> None:
    assert len(Catalogue.load(ROOT).rules) >= AT_LEAST


def test_navigation_and_redirects_are_as_generated() -> None:
    wanted = generate.plan(Catalogue.load(ROOT))
    committed = {path: text for path, text in wanted.items() if not path.startswith(generate.IGNORED)}
    assert generate.stale(ROOT, committed) == [], f"run: {generate.COMMAND}"


@pytest.mark.parametrize("rule_id", discover(ROOT), ids=str)
def test_no_level_hangs_on_one_process(rule_id: RuleId) -> None:
    """Each set of processes but one is a measurement, too, and must give the published level."""
    rule = Catalogue.load(ROOT).rules[str(rule_id)]
    assert rule.results is not None, f"record them with: make measure RULE={rule.id}"
    processes = max(len(one.runs) for one in rule.results.series)
    for left_out in range(processes if processes > 1 else 0):
        series = tuple(
            replace(one, runs=one.runs[:left_out] + one.runs[left_out + 1 :]) if len(one.runs) > 1 else one
            for one in rule.results.series
        )
        fewer = replace(rule, results=replace(rule.results, series=series))
        assert fewer.impact is not None
        assert fewer.impact.level == rule.facts.impact, left_out
