"""The page of a rule: a reviewer who follows a link sees claim, number and fix at once."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page
from pygments.token import STANDARD_TYPES, Operator, Punctuation, String, Whitespace
from rulebook import highlight
from rulebook.check import HEADINGS

from tests.command import ROOT
from tests.site.building import Site, parsed
from tests.site.conftest import Open, rule_addresses

LAPTOP = (1366, 768)
"""The least that is still common: what fits here fits larger ones."""

PHONE = 320

# What the first screen must hold, measured in the page: boxes of the parts that are shown.
PARTS = """() => {
    const box = element => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom, hidden: element.scrollWidth - element.clientWidth };
    };
    const all = selector => [...document.querySelectorAll(selector)];
    const shown = selector => all(selector).filter(one => one.offsetWidth).map(box);
    return {
        claim: shown(".rulebook-header > *"),
        before: shown(".rulebook-pair .highlight:has(> .mp-before) pre > code"),
        after: shown(".rulebook-pair .highlight:has(> .mp-after) pre > code"),
    };
}"""


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_every_rule_fits_a_laptop_and_a_phone(site: Site, open_page: Open, javascript: bool) -> None:
    page = open_page("", javascript=javascript)
    faults = []
    width, height = LAPTOP
    # The text of a page is the same from both builders, and with scripts or without; what is around it is the
    # same on every page.
    for address in rule_addresses()[:: 1 if (site.builder, javascript) == ("mkdocs", True) else 10]:
        page.goto(site.url + address)
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{address} at {width}×{height}: {fault}" for fault in _first_screen(page, height)]
        page.set_viewport_size({"width": PHONE, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE:
            faults.append(f"{address}: {wide} pixels wide on a phone of {PHONE}")
        if javascript:  # which makes links of the names of files
            faults += [f"{address}: {fault}" for fault in _file_links(page)]
    assert not faults, "\n".join(faults)


def _first_screen(page: Page, height: int) -> list[str]:
    parts = page.evaluate(PARTS)
    if len(parts["before"]) != 1 or len(parts["after"]) != 1:
        return ['shows not one before and one after; wrap them in <div class="rulebook-pair" markdown>']
    before, after = parts["before"][0], parts["after"][0]
    faults = []
    if any(part["bottom"] > height for part in parts["claim"]):
        faults.append("the claim or the headline is below the first screen")
    if before["right"] > after["left"] or abs(before["top"] - after["top"]) > 40:
        faults.append("before and after are not side by side")
    visible = (height - after["top"]) / (after["bottom"] - after["top"])
    if visible < 0.6:
        faults.append(f"{visible:.0%} of the after is in the first screen; shorten its section main")
    for name, code in (("before", before), ("after", after)):
        if code["hidden"] > 0:
            faults.append(f"the {name} must be scrolled sideways; keep its lines below 72 columns")
    return faults


def _file_links(page: Page) -> list[str]:
    """Links in the titles of the pair that do not lead to the whole file."""
    links = page.locator(".rulebook-pair .filename > a")
    targets = links.evaluate_all("all => all.map(one => one.href)")
    missing = [target for target in targets if not (ROOT / target.partition("/blob/main/")[2]).is_file()]
    return missing if targets else ["no name of a shown file is a link"]


def test_before_and_after_stand_in_their_order_on_a_phone(open_page: Open) -> None:
    page = open_page(rule_addresses()[0], width=375)
    parts = page.evaluate(PARTS)
    stacked = [*parts["claim"], *parts["before"], *parts["after"]]
    tops = [part["top"] for part in stacked if part["right"] <= 375]
    assert len(tops) == len(stacked)
    assert all(upper < lower for upper, lower in pairwise(tops))


def test_a_tab_shows_its_own_pair_and_no_other(site: Site, open_page: Open) -> None:
    tabbed = ".rulebook-pair > .tabbed-set:first-child"
    address = next(
        each for each in rule_addresses() if parsed(site.folder / each / "index.html").select_one(tabbed)
    )
    page = open_page(address)
    names = page.locator(".rulebook-pair .filename:visible")
    first = names.all_inner_texts()
    page.locator(".rulebook-pair .tabbed-labels > label").nth(1).click()
    second = names.all_inner_texts()
    assert len(first) == len(second) == 2
    assert set(first).isdisjoint(second)


def test_the_headings_of_a_rule_are_in_the_navigation(open_page: Open) -> None:
    page = open_page(rule_addresses()[0])
    links = page.locator(".mp-headings a")
    assert tuple(links.all_inner_texts()) == HEADINGS
    links.nth(4).click()
    heading = page.locator("h2", has_text=HEADINGS[4])
    assert 0 <= heading.evaluate("one => one.getBoundingClientRect().top") < 900


def test_a_page_is_styled_once_when_it_starts(site: Site, chromium: Browser) -> None:
    # Each element that a script makes the browser style again is time in which a phone does not answer.
    with chromium.new_context(viewport={"width": PHONE, "height": 800}) as context:
        page = context.new_page()
        chromium.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(site.url + rule_addresses()[0])
        events = json.loads(chromium.stop_tracing())["traceEvents"]
        elements = page.locator("*").count()
    styled = [event["args"]["elementCount"] for event in events if "elementCount" in event.get("args", {})]
    assert 0 < sum(styled) < 1.5 * elements, f"{sum(styled)} styled, of {elements}: {styled}"


def test_code_without_elements_of_its_own_looks_as_with_them(site: Site) -> None:
    sheets = "".join(file.read_text(encoding="utf-8") for file in (site.folder / "assets").rglob("*.css"))
    named = dict(re.findall(r"--md-code-hl-([a-z]+)-color: (.+?);", sheets))  # ours, which are spaced

    def color(kind: object) -> str | None:
        """The last color that is stated for an element of a kind."""
        name = STANDARD_TYPES[kind]
        rules = re.findall(rf"\.highlight \.{name}[,{{][^}}]*?var\(--md-code-hl-([a-z]+)-color\)", sheets)
        return named[rules[-1]] if rules else None

    plain = {color(kind) for kind in (*highlight.PLAIN, Whitespace, Operator, Punctuation)}
    assert plain <= {None, "var(--md-code-fg-color)"}
    assert {color(kind) for kind in highlight.STRINGS} <= {None, color(String)}
