"""Running a rule in the page: what it loads and when, what it shows, and that it can be stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, Route, expect
from rulebook import playground
from rulebook.catalogue import Catalogue

from examples.harness.measure import load, reference_place
from tests.command import ROOT
from tests.site import building
from tests.site.building import Site, parsed
from tests.site.conftest import Faults, Open
from tests.site.test_accessibility import STANDARDS

VENDOR = ROOT / playground.PYTHON
CATALOGUE = Catalogue.load(ROOT)
OFFERED = [rule for rule in CATALOGUE.rules.values() if playground.offered(rule, ROOT)]
RULE = CATALOGUE.rules["algo-string-join"]
ADDRESS = RULE.id.address.lstrip("/")
WORKLOAD = load(RULE.id)
LEAST = min(WORKLOAD.sizes)
PATIENCE = 120_000
"""Milliseconds for Python to start on a busy machine."""

# In the worker of a page: runs rules with their sizes, one after another; gives the messages of each.
RUNS = """async ([root, runs]) => {
    const send = self.postMessage;
    const found = [];
    for (const [rule, size] of runs) {
        const { workload, files } = await (await fetch(`${root}data/playground/${rule}.json`)).json();
        found.push(await new Promise(resolve => {
            const messages = [];
            self.postMessage = data => {
                messages.push(data);
                if (data.done || data.broken) resolve(messages);
            };
            self.dispatchEvent(new MessageEvent("message", { data: { workload, size, files } }));
        }));
    }
    self.postMessage = send;
    return found;
}"""


class Ran:
    """A rule's page on which the pair has run, and the address of its site."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.place = page.locator(".rulebook-playground")
        self.button = self.place.get_by_role("button", name="Run it here")
        self.code = self.place.get_by_label("before.py")

    def says(self, words: str) -> None:
        """Wait until the page says so."""
        expect(self.place.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)

    def again(self, before: str | None = None) -> None:
        """Run the least size, with another text of `before.py` if one is given."""
        if not self.code.is_visible():
            self.place.locator("summary").click()
        self.place.get_by_role("button", name="Undo all changes").click()
        if before is not None:
            self.code.fill(before)
        self.place.get_by_label("Size").select_option(str(LEAST))
        self.button.click()

    def region(self, name: str) -> Locator:
        """A part of what the run gave."""
        return self.place.get_by_role("region", name=name)


@pytest.fixture(scope="module")
def ran(chromium: Browser, built: dict[str, Path]) -> Iterator[Ran]:
    """The first run, by the keyboard, at the reference size; shared, since Python takes seconds to start."""
    faults = Faults()
    with building.serve(built["mkdocs"]) as url:
        page = chromium.new_page(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
        faults.watch(page, url)
        page.goto(url + ADDRESS)
        found = Ran(page, url)
        with page.expect_request("**/pyodide.asm.wasm", timeout=PATIENCE):  # so a worker's requests are seen
            found.button.press("Enter")
        found.says("Done, with Python 3.")
        yield found
        page.close()
    assert not faults, "\n".join(faults)


def counts(size: int) -> list[int]:
    """What the workload of the rule expects of before and after."""
    case = reference_place(WORKLOAD).case
    return [count for side in ("before", "after") for count in case.expected(side, size).values()]


def row(ran: Ran) -> Locator:
    return ran.place.get_by_role("row", name="characters in all versions of the text").get_by_role("cell")


def test_the_run_shows_answers_counts_and_what_is_the_evidence(ran: Ran) -> None:
    expect(ran.button).to_be_focused()
    expect(ran.place).to_contain_text("Both give the same answer: '<table>")
    expect(row(ran)).to_have_text([*map("{:,}".format, counts(WORKLOAD.reference.size)), "2,500×"])
    for sampled in ("peak memory", "wall time"):
        expect(ran.place.get_by_role("row", name=sampled)).to_contain_text("not the evidence")
    expect(ran.place.get_by_role("link", name="less wall time")).to_have_attribute("href", "#evidence")
    method = ran.place.get_by_role("link", name="How rules are measured")
    expect(method).to_have_attribute("href", f"{ran.url}method/")


def test_every_rule_that_is_offered_runs_in_a_browser(ran: Ran) -> None:
    ran.again()
    ran.says("Done")
    sizes = {str(rule.id): min(load(rule.id).sizes) for rule in OFFERED}
    found: list[list[dict[str, Any]]] = ran.page.workers[0].evaluate(RUNS, [ran.url, [*sizes.items()]])
    faults = []
    for (rule, size), messages in zip(sizes.items(), found, strict=True):
        case = reference_place(load(CATALOGUE.rules[rule].id)).case
        before, after = (case.expected(side, size) for side in ("before", "after"))
        got = {each["quantity"]["name"]: each["values"] for each in messages if "quantity" in each}
        wanted = {quantity.name: [before[quantity], after[quantity]] for quantity in before}
        faults += [f"{rule}: {each}" for each in messages if each.keys() & {"error", "broken"}]
        faults += [f"{rule}: {each}" for each in messages if not each.get("equal", True)]
        faults += [f"{rule}: {name}: {got.get(name)}" for name in wanted if got.get(name) != wanted[name]]
        faults += [f"{rule}: no {name}" for name in ("calls", "peak_memory", "wall") if name not in got]
    assert not faults, (
        "\n".join(faults)
        + "\nIf a module cannot do in a browser what it is for, add it to rulebook.playground.ABSENT."
    )


def test_a_reader_can_change_the_code(ran: Ran) -> None:
    ran.again()
    ran.says("Done")
    original = ran.code.input_value()
    closing = '        self.html += "</table>'
    assert closing in original
    ran.again(original.replace(closing, '        print("end")\n        self.html += "</p>'))
    ran.says("Done")
    expect(ran.region("What the code prints")).to_have_text("end\n")
    expect(ran.place).to_contain_text("The answers differ. Before gives '<table>")
    ran.again(f"import httpx\n{original}")
    ran.says("raised an error")
    expect(ran.region("The error")).to_contain_text('/string_join/before.py", line 1, in <module>')
    expect(ran.region("The error")).to_contain_text("ModuleNotFoundError: No module named 'httpx'")
    ran.again()
    ran.says("Done")
    expect(ran.code).to_have_value(original)
    expect(ran.place).to_contain_text("Both give the same answer")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 320)])
def test_the_open_panel_is_accessible_and_fits_a_phone(ran: Ran, scheme: Any, width: int) -> None:
    ran.again()
    ran.says("Done")
    ran.page.emulate_media(color_scheme=scheme)
    ran.page.set_viewport_size({"width": width, "height": 800})
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    found = Axe().run(ran.page, ".rulebook-playground", options)  # the rest of the page is checked elsewhere
    assert not found.response["violations"], found.generate_report()
    assert ran.page.evaluate("document.documentElement.scrollWidth") <= width
    ran.page.emulate_media(media="print")
    expect(ran.place).to_be_hidden()
    ran.page.emulate_media(media="screen")


def test_an_endless_program_is_stopped_and_python_starts_again(ran: Ran) -> None:
    ran.again("for number in range(200):\n    print(str(number) * 2000)\nwhile True:\n    pass\n")
    printed = ran.region("What the code prints")
    expect(printed).to_contain_text("and more, which is not shown", timeout=PATIENCE)
    assert len(printed.inner_text()) < 110_000
    ran.says("is running before and after")
    ran.place.get_by_role("button", name="Stop").click()
    ran.says("Stopped.")
    ran.again()
    ran.says("Done")
    assert len(ran.page.workers) == 1
    expect(row(ran)).to_have_text(
        [*map("{:,}".format, counts(LEAST)), f"{counts(LEAST)[0] / counts(LEAST)[1]:.3g}×"]
    )


def test_nothing_is_fetched_before_somebody_asks(open_page: Open, site: Site) -> None:
    offer = parsed(site.folder / ADDRESS / "index.html").select_one(".rulebook-playground")
    assert offer is not None
    assert offer.has_attr("hidden"), "where no script runs, nothing can be pressed"
    page = open_page(ADDRESS)
    page.wait_for_load_state("networkidle")
    fetched = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert not [name for name in fetched if "playground" in name or "pyodide" in name]

    def empty(route: Route) -> None:
        route.fulfill(status=200, body="<!doctype html>", content_type="text/html")

    page.context.route("**/data/playground/*", empty)
    for _ in range(2):
        page.get_by_role("button", name="Run it here").click()
        expect(page.locator(".rulebook-playground")).to_contain_text("The rule could not be loaded")
    page.context.unroute("**/data/playground/*")
    page.context.route("**/pyodide.asm.wasm", empty)
    page.get_by_role("button", name="Run it here").click()
    place = page.locator(".rulebook-playground")
    expect(place).to_contain_text("Python could not be loaded", timeout=PATIENCE)


def test_python_is_named_unchanged_and_published(site: Site) -> None:
    head, _, licence = VENDOR.with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    assert facts["name"] == "pyodide"
    assert facts["version"].count(".") == 2
    assert "https://mozilla.org/MPL/2.0/" in licence
    assert "Python Software Foundation; All Rights Reserved" in licence
    sums = (VENDOR.parent / facts["sha256"]).read_text(encoding="utf-8").split()
    known = dict(zip(sums[1::2], sums[::2], strict=True))
    for folder in (VENDOR, site.folder / "assets/vendor/pyodide"):
        there = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
        assert there.keys() - known.keys() == {"SHA256SUMS.txt"}
        assert there.items() >= known.items()
