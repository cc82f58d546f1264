"""Checklists: what is ticked is kept on the device, and what is shown is what is copied and printed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from rulebook.catalogue import Catalogue

from tests.command import ROOT
from tests.site.building import SITE_URL
from tests.site.conftest import Open

RULES = list(Catalogue.load(ROOT).rules.values())
ITEMS = [(item, rule) for rule in RULES for item in rule.facts.checklist]
BOXES = ".rulebook-checklist input:visible"
STATUS = ".rulebook-checklists output"
NO_STORAGE = """
for (const name of ["getItem", "setItem"]) {
    const stock = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...value) {
        if (key.includes("checklist")) throw new DOMException("The quota has been exceeded.");
        return stock.call(this, key, ...value);
    };
}"""


def _copied(page: Page) -> str:
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_list_is_filtered_ticked_and_copied(open_page: Open) -> None:
    page = open_page("checklist/")
    expect(page.locator(STATUS)).to_have_text(f"0 of {len(ITEMS)} done")
    page.locator("select[name=stack]").select_option("django")
    page.locator("select[name=list]").select_option("code-review")
    wanted = [
        (item.text, str(rule.id))
        for item, rule in ITEMS
        if "django" in rule.facts.stacks and item.list == "code-review"
    ]
    expect(page.locator(STATUS)).to_have_text(f"0 of {len(wanted)} done")
    page.locator(BOXES).nth(1).check()
    expect(page.locator(STATUS)).to_have_text(f"1 of {len(wanted)} done")
    lines = [
        f"- [{'x' if number == 1 else ' '}] {text} ([{rule}]({SITE_URL}l/{rule}/))"
        for number, (text, rule) in enumerate(wanted)
    ]
    assert _copied(page) == "\n".join(["### Code review", "", *lines, ""])
    page.reload()
    expect(page.locator(STATUS)).to_have_text(f"1 of {len(wanted)} done")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Untick").click()
    expect(page.locator(STATUS)).to_have_text(f"0 of {len(wanted)} done")


def test_a_tick_is_seen_in_another_tab_and_kept_when_untick_is_refused(open_page: Open) -> None:
    page = open_page("checklist/")
    other = page.context.new_page()
    other.goto(page.url)
    page.locator(BOXES).first.check()
    expect(other.locator(BOXES).first).to_be_checked()
    other.on("dialog", lambda dialog: dialog.dismiss())
    other.get_by_role("button", name="Untick").click()
    expect(other.locator(BOXES).first).to_be_checked()


def test_boxes_work_where_storage_does_not(open_page: Open) -> None:
    page = open_page("checklist/")
    page.evaluate("""localStorage["measured-python checklist "] = "{" """)
    for _ in ("something else wrote there", "storage is denied"):
        page.reload()
        page.locator(BOXES).first.check()
        expect(page.locator(STATUS)).to_have_text(f"1 of {len(ITEMS)} done")
        page.add_init_script(NO_STORAGE)
    assert "- [x] " in _copied(page)


def test_every_list_prints_on_a_page_of_its_own(open_page: Open) -> None:
    page = open_page("checklist/")
    lists = [item.list for item, _ in ITEMS]
    assert _printed(page) == len(set(lists)), "one of them takes more than a page"
    page.locator("select[name=list]").select_option(max(lists, key=lists.count))
    assert _printed(page) == 1


def _printed(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
