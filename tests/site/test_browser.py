"""What a reader can do, in a real browser, on both builders.

Every tab that `open_page` gives also fails its test on an error in the console, a failed request, or a
request to another address.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from rulebook.catalogue import Catalogue, Rule
from rulebook.evidence import headline

from tests.command import ROOT
from tests.site.conftest import KINDS, Open, sample


@pytest.fixture
def rule() -> Rule:
    """The first rule of the catalogue."""
    return next(iter(Catalogue.load(ROOT).rules.values()))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_a_phone_shows_every_page_without_sideways_scrolling(open_page: Open, kind: str) -> None:
    page = open_page(sample()[kind], width=390)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels wide on a screen of {width}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_without_scripts_every_word_is_shown(open_page: Open, kind: str) -> None:
    address = sample()[kind]
    plain = open_page(address, javascript=False)
    assert _words(plain) == _words(open_page(address))
    expect(plain.locator(".md-nav--primary > .md-nav__list a").first).to_be_visible(
        visible=kind not in ("home", "rules")  # these two give their whole width to tables
    )


def _words(page: Page) -> list[str]:
    """What is shown but the controls that only scripts can work."""
    controls = "form, .mp-copy, .rulebook-copy, .rulebook-done"
    page.locator("article").evaluate(
        "(article, controls) => article.querySelectorAll(controls).forEach(one => one.remove())", controls
    )
    return page.locator("article").inner_text().split()


def test_the_home_page_is_one_screen(open_page: Open) -> None:
    page = open_page("")
    bottom = page.locator("article").evaluate(
        "element => element.lastElementChild.getBoundingClientRect().bottom"
    )
    assert bottom <= 900
    tables = page.locator(".rulebook-scroll")
    assert tables.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_missing_page_says_so_and_leads_home(open_page: Open, javascript: bool) -> None:
    page = open_page("no/such/page/", status=404, javascript=javascript)
    expect(page.locator("h1")).to_have_text("Page not found")
    page.locator("article p a").click()
    expect(page.locator("h1")).to_contain_text("Python performance rules")


def test_tabs_switch(open_page: Open) -> None:
    page = open_page("method/")
    tabs = page.locator(".tabbed-set").first
    blocks = tabs.locator(".tabbed-block")
    expect(blocks.nth(0)).to_be_visible()
    expect(blocks.nth(1)).to_be_hidden()
    tabs.locator(".tabbed-labels > label").nth(1).click()
    expect(blocks.nth(0)).to_be_hidden()
    expect(blocks.nth(1)).to_be_visible()


def test_the_copy_button_of_a_code_block_copies_the_code(open_page: Open) -> None:
    page = open_page("method/")
    block = page.locator(".highlight").first
    block.locator(".mp-copy").click()
    expect(block.locator(".mp-copy")).to_have_text("Copied")
    assert _clipboard(page) == block.locator("code").inner_text().strip()


def test_copy_for_review_copies_the_rule_with_its_permanent_address(open_page: Open, rule: Rule) -> None:
    page = open_page(rule.id.address.lstrip("/"), width=320)
    opener = page.get_by_role("button", name="Copy for review")
    opener.press("Enter")
    for name, label in (("Blocking", "issue (blocking)"), ("Question", "question (non-blocking)")):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        button.click()
        expect(page.get_by_role("button", name="Copied").last).to_be_visible()
        text = _clipboard(page)
        assert text.startswith(f"**{label}:** ")
        for part in (
            rule.facts.title,
            rule.facts.summary,
            headline(rule.results).text if rule.results else "",
        ):
            assert part in text
        assert f"[{rule.id}](https://measured-python.github.io/measured-python{rule.id.address})" in text
        assert f"{rule.id.address}#when-not-to): " in text
    page.keyboard.press("Escape")
    expect(page.locator(".rulebook-review")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_short_address_leads_to_the_rule(open_page: Open) -> None:
    page = open_page("l/ASYNC251/")
    page.wait_for_url("**/async/blocking-sleep/")
    expect(page.locator("h1")).to_have_attribute("id", "async-blocking-sleep")


def _clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()")).strip()


def test_dark_mode_can_be_chosen_and_is_remembered(open_page: Open) -> None:
    page = open_page("method/")
    root = page.locator("html")
    expect(root).to_have_css("color-scheme", "light dark")
    page.get_by_role("button", name="Switch to light mode").press("Enter")
    expect(root).to_have_css("color-scheme", "light")
    page.get_by_role("button", name="Switch to dark mode").press("Enter")
    expect(root).to_have_css("color-scheme", "dark")
    page.reload()
    expect(root).to_have_css("color-scheme", "dark")
    body = page.locator("body")
    expect(body).to_have_css("color", "rgb(230, 227, 219)")
    page.emulate_media(media="print")
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(body).to_have_css("color", "rgb(27, 28, 30)")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Switch to system preference").press("Enter")
    expect(root).to_have_css("color-scheme", "light dark")


def test_the_system_preference_decides_until_a_reader_does(open_page: Open) -> None:
    colors = [
        open_page("", scheme=scheme, javascript=javascript).evaluate(
            "getComputedStyle(document.body).getPropertyValue('color')"
        )
        for scheme in ("light", "dark")
        for javascript in (True, False)
    ]
    light, light_plain, dark, dark_plain = colors
    assert light == light_plain
    assert dark == dark_plain
    assert light != dark


def test_the_drawer_opens_from_the_keyboard_on_a_phone(open_page: Open) -> None:
    page = open_page("method/", width=390)
    link = page.locator(".md-nav--primary > .md-nav__list a").first
    expect(link).not_to_be_in_viewport()
    page.get_by_role("button", name="Navigation").press("Enter")
    expect(link).to_be_in_viewport()
