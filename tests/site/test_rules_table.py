"""The table of all rules: complete as it is delivered, filtered and sorted where scripts run."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from rulebook.catalogue import Catalogue, Rule
from rulebook.evidence import pythons_that_hold
from rulebook.schema import EFFORTS

from tests.command import ROOT
from tests.site.building import Site, parsed
from tests.site.conftest import Open

RULES = list(Catalogue.load(ROOT).rules.values())
ROWS = "#rulebook-all tbody tr"
STATUS = ".rulebook-filters output"


def _ids(page: Page) -> list[str]:
    return page.locator(f"{ROWS}:visible th code").all_inner_texts()


def _where(holds: Callable[[Rule], bool]) -> set[str]:
    return {str(rule.id) for rule in RULES if holds(rule)}


def test_the_table_is_delivered_whole_and_ranked(site: Site) -> None:
    rows = parsed(site.folder / "rules" / "index.html").select(ROWS)
    ranked = sorted(RULES, key=lambda rule: (rule.rank[1:], rule.rank[0]))
    assert [row.th.code.text for row in rows] == [str(rule.id) for rule in ranked]  # type: ignore[union-attr]
    for row, rule in zip(rows, ranked, strict=True):
        assert not row.has_attr("hidden")
        for fact in (rule.facts.impact, rule.facts.saves, rule.facts.effort, rule.section.title):
            assert fact in row.text
        codes = {found.text for found in row.select("td code")}
        assert codes == {detect.code or detect.tool for detect in rule.facts.detects}


def test_what_is_chosen_filters_and_stands_in_the_address(open_page: Open) -> None:
    page = open_page("rules/")
    expect(page.locator(STATUS)).to_have_text(f"All {len(RULES)} rules")
    page.locator("select[name=stack]").select_option("sqlalchemy")
    stack = _where(lambda rule: "sqlalchemy" in rule.facts.stacks)
    assert set(_ids(page)) == stack
    page.locator("select[name=impact]").select_option("critical")
    both = stack & _where(lambda rule: rule.facts.impact == "critical")
    assert 0 < len(both) < len(stack)
    assert set(_ids(page)) == both
    expect(page.locator(STATUS)).to_have_text(f"{len(both)} of {len(RULES)} rules")
    expect(page).to_have_url(re.compile(r"rules/\?impact=critical&stack=sqlalchemy$"))
    page.go_back()
    expect(page.locator(STATUS)).to_have_text(f"{len(stack)} of {len(RULES)} rules")
    assert set(_ids(page)) == stack
    page.go_forward()
    expect(page).to_have_url(re.compile("impact=critical"))
    page.reload()
    assert set(_ids(page)) == both
    expect(page.locator("select[name=impact]")).to_have_value("critical")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(STATUS)).to_have_text(f"All {len(RULES)} rules")
    expect(page).to_have_url(re.compile("rules/$"))


def test_every_control_agrees_with_the_catalogue(open_page: Open) -> None:
    page = open_page("rules/?stack=no-such-stack&sort=no-such-column&other=kept")
    assert len(_ids(page)) == len(RULES)
    assert RULES[0].results is not None
    newest = RULES[0].results.newest
    holds: dict[tuple[str, str], Callable[[Rule], bool]] = {
        ("section", "db"): lambda rule: rule.id.section == "db",
        ("saves", "memory"): lambda rule: rule.facts.saves == "memory",
        ("effort", "hours"): lambda rule: rule.facts.effort == "hours",
        ("python", newest): lambda rule: bool(rule.results and newest in pythons_that_hold(rule.results)),
        ("lint", "ASYNC251"): lambda rule: any(detect.code == "ASYNC251" for detect in rule.facts.detects),
        ("lint", "none"): lambda rule: not rule.facts.detects,
    }
    for (name, value), wanted in holds.items():
        control = page.locator(f"select[name={name}]")
        control.select_option(value)
        assert set(_ids(page)) == _where(wanted) != set(), (name, value)
        control.select_option("")
    text = page.locator("input[name=text]")
    text.fill("DATABASE selectinload")  # words of the row and of the keywords, in any case
    assert set(_ids(page)) == _where(
        lambda rule: rule.id.section == "db" and "selectinload" in rule.facts.keywords
    )
    text.fill("no such rule")
    expect(page).to_have_url(re.compile(r"other=kept&text=no\+such\+rule$"))
    expect(page.locator(STATUS)).to_contain_text(f"None of {len(RULES)} rules")


def test_headings_sort_from_the_keyboard(open_page: Open) -> None:
    page = open_page("rules/?sort=effort")
    efforts = page.locator(f"{ROWS} td:nth-child(6)").all_inner_texts()
    assert efforts == sorted(efforts, key=EFFORTS.index)
    assert len(set(efforts)) > 1
    heading = page.locator("#rulebook-all th", has_text="Measured")
    heading.get_by_role("button").press("Enter")
    numbers = _numbers(page)
    assert numbers == sorted(numbers, reverse=True)
    expect(heading).to_have_attribute("aria-sort", "descending")
    heading.get_by_role("button").press("Enter")
    assert _numbers(page) == numbers[::-1]
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url(re.compile(r"\?sort=-gain$"))
    expect(page.locator("#rulebook-all [aria-sort]")).to_have_count(1)
    page.go_back()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert _numbers(page) == numbers


def _numbers(page: Page) -> list[float]:
    """Gains as they are shown; a cell without a number is no gain."""
    shown = page.locator(f"{ROWS} td:nth-child(5)").all_inner_texts()
    found = [re.match(r"([\d,.]+)×", text) for text in shown]
    return [float(one[1].replace(",", "")) if one else 1.0 for one in found]
