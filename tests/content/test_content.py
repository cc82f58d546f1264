"""What is written: every page, its front matter and its place in the navigation."""

from __future__ import annotations

from rulebook import generate
from rulebook.catalogue import Catalogue
from rulebook.check import check

from tests.command import ROOT

AT_LEAST = 8


def test_no_page_has_a_problem() -> None:
    assert not [str(problem) for problem in check(ROOT) if not problem.warning]


def test_the_catalogue_holds_every_rule() -> None:
    assert len(Catalogue.load(ROOT).rules) >= AT_LEAST


def test_navigation_and_redirects_are_as_generated() -> None:
    wanted = generate.plan(Catalogue.load(ROOT))
    committed = {path: text for path, text in wanted.items() if not path.startswith(generate.DATA)}
    assert generate.stale(ROOT, committed) == [], f"run: {generate.COMMAND}"
