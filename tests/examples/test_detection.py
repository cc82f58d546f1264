"""Linters and detectors find what the pages say they find, and nothing in any after."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from rulebook import page

from examples.harness.identity import RuleId
from tests.command import ROOT, run
from tests.examples.files import FILES, RULES


@cache
def front_matter(rule: RuleId) -> dict[str, object]:
    return page.load_front_matter(page.read(ROOT, rule.page.as_posix()))[0]


AFTERS = [path for path in FILES if path.name.startswith("after")]
LINKED = [
    (rule, lint["name"], lint["code"])
    for rule in RULES
    for lint in front_matter(rule)["detects"]  # type: ignore[attr-defined]
    if lint["tool"] == "ruff"
]
DETECTORS = [rule for rule in RULES if (ROOT / rule.folder / "detector.yml").exists()]


def reports(codes: str, *paths: Path) -> list[dict[str, str]]:
    """What these rules of Ruff, "B019,S113", report of files, away from the project's own settings."""
    result = run("ruff", "check", "--isolated", "--preview", "--no-cache", "--target-version=py311",
                 "--output-format=json", f"--select={codes}", *paths)  # fmt: skip
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(("rule", "lint", "code"), LINKED, ids=str)
def test_a_linked_lint_fires_on_before_and_not_on_after(rule: RuleId, lint: str, code: str) -> None:
    folder = ROOT / rule.folder
    explained = json.loads(run("ruff", "rule", code, "--output-format=json").stdout)
    assert explained["name"] == lint, f"Ruff calls {code} {explained['name']!r}"
    assert reports(code, *folder.glob("before*.py"))
    assert not reports(code, *folder.glob("after*.py"))


@pytest.mark.parametrize("rule", DETECTORS, ids=str)
def test_a_detector_fires_on_its_before_and_on_no_after(rule: RuleId) -> None:
    detector = ROOT / rule.folder / "detector.yml"
    assert yaml.safe_load(detector.read_text("utf-8"))["id"] == str(rule)

    def matches(*paths: Path) -> list[dict[str, str]]:
        result = run("ast-grep", "scan", "--rule", detector, "--json=compact", *paths)
        found: list[dict[str, str]] = json.loads(result.stdout)
        return found

    assert matches(ROOT / rule.folder / "before.py")
    assert not [match["file"] for match in matches(*AFTERS)]


def test_every_detector_that_a_page_names_exists_and_the_other_way_round() -> None:
    named = {
        RuleId.parse(lint["name"])
        for rule in RULES
        for lint in front_matter(rule)["detects"]  # type: ignore[attr-defined]
        if lint["tool"] == "ast-grep"
    }
    assert named == set(DETECTORS)


def test_no_after_carries_an_anti_pattern_that_any_page_links_a_lint_for() -> None:
    codes = ",".join(sorted({code for _, _, code in LINKED}))
    assert not [(report["filename"], report["code"]) for report in reports(codes, *AFTERS)]
