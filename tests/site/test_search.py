"""The search: what it finds, how fast, what it costs, and how it is used without mouse or scripts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, Route, expect
from rulebook.catalogue import Catalogue

from tests.command import ROOT
from tests.site import building, material
from tests.site.building import Site
from tests.site.conftest import Open
from tests.site.test_accessibility import STANDARDS

HIT_AT_1, HIT_AT_3 = 0.75, 0.92
FASTEST_TYPIST_MS = 100
BYTES_A_RULE = 450
VENDORED = sorted((ROOT / "docs/assets/vendor").glob("*.js"))

ONE_BUILDER = pytest.mark.parametrize("site", ["mkdocs"], indirect=True)
"""For what depends on the scripts and the index alone, which both builders copy as they are."""

# Puts one text after another into the open search; gives for each the ms until results, and their addresses.
SEARCHES = """async texts => {
    const input = document.querySelector(".mp-search__input");
    const list = document.querySelector("#mp-search-results");
    const answers = [];
    for (const text of texts) {
        const shown = new Promise(resolve => {
            const watch = new MutationObserver(() => {
                if (list.getAttribute("aria-busy") === "true") return;
                watch.disconnect();
                resolve();
            });
            watch.observe(list, { attributes: true });
        });
        const start = performance.now();
        input.value = text;
        input.dispatchEvent(new Event("input"));
        await shown;
        answers.push([performance.now() - start, [...list.children].map(each => each.href)]);
    }
    return answers;
}"""


def expected() -> dict[str, list[str]]:
    """What people type, and the addresses of the acceptable rules that exist; the others wait for theirs."""
    rules = Catalogue.load(ROOT).rules
    with (ROOT / "tests/site/queries.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    found = {
        query: [rules[rule].id.address.lstrip("/") for rule in wanted.split(",") if rule in rules]
        for query, wanted in rows
    }
    return {query: addresses for query, addresses in found.items() if addresses}


def opened(page: Page) -> Page:
    """The page with the search opened by the mouse."""
    page.locator(".mp-search-open").click()
    expect(page.get_by_role("combobox")).to_be_focused()
    return page


def results(page: Page, query: str) -> Locator:
    """The results for a query, once they are there."""
    page.get_by_role("combobox").fill(query)
    page.locator("#mp-search-results[aria-busy=false]").wait_for(state="attached")
    return page.get_by_role("option")


def found(page: Page, site: Site, queries: Sequence[str]) -> list[list[str]]:
    """The addresses of the results for each query, best first."""
    answers = page.evaluate(SEARCHES, queries)
    return [[link.removeprefix(site.url) for link in links] for _, links in answers]


def score(answers: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """hit@1, hit@3 and the mean reciprocal rank."""
    ranks = [
        next((rank for rank, address in enumerate(answer, start=1) if address in want), 0)
        for answer, want in zip(answers, wanted, strict=True)
    ]
    mean = statistics.mean
    return (
        mean(rank == 1 for rank in ranks),
        mean(1 <= rank <= 3 for rank in ranks),
        mean(1 / rank if rank else 0 for rank in ranks),
    )


@pytest.fixture(scope="module")
def theirs(plain: Path, chromium: Browser) -> list[list[str]]:
    """What plain Material search answers to every query, from the same pages."""
    with building.serve(plain) as url:
        page = chromium.new_page()
        page.goto(url)
        answers = material.answers(Site(plain, url), page, list(expected()))
        page.close()
    return answers


@ONE_BUILDER
def test_people_find_the_rule(
    site: Site, open_page: Open, theirs: list[list[str]], record_property: Callable[[str, str], None]
) -> None:
    queries = expected()
    wanted = list(queries.values())
    page = opened(open_page(""))
    ours = found(page, site, list(queries))
    scores = {"this search": score(ours, wanted), "plain Material": score(theirs, wanted)}
    for name, (hit1, hit3, mrr) in scores.items():
        record_property(
            "measured",
            f"{name}: hit@1 {hit1:.3f}, hit@3 {hit3:.3f}, MRR {mrr:.3f} over {len(queries)} queries",
        )
    missed = "\n".join(
        f"{query}: wanted {want}, got {answer[:3]}"
        for query, want, answer in zip(queries, wanted, ours, strict=True)
        if not set(want) & set(answer[:1])
    )
    hit1, hit3, mrr = scores["this search"]
    assert hit1 >= HIT_AT_1, missed
    assert hit3 >= HIT_AT_3, missed
    assert mrr > scores["plain Material"][2]


@ONE_BUILDER
def test_results_follow_the_keys_at_once(open_page: Open) -> None:
    page = opened(open_page(""))
    results(page, "warm")
    keystrokes = [query[:end] for query in list(expected())[::4] for end in range(1, len(query) + 1)]
    assert len(keystrokes) > 100
    durations = [ms for ms, _ in page.evaluate(SEARCHES, keystrokes)]
    assert statistics.median(durations) <= FASTEST_TYPIST_MS


@ONE_BUILDER
def test_every_lint_code_and_every_id_leads_to_its_rule(site: Site, open_page: Open) -> None:
    page = opened(open_page(""))
    named: dict[str, set[str]] = {}
    for rule in Catalogue.load(ROOT).rules.values():
        lints = [name for lint in rule.facts.detects for name in (lint.code, lint.name) if name]
        for name in (str(rule.id), *rule.facts.aliases, *lints):
            named.setdefault(name, set()).add(rule.id.address.lstrip("/"))
    assert "ASYNC210" in named
    answers = dict(zip(named, found(page, site, list(named)), strict=True))
    assert not {name: answer for name, answer in answers.items() if answer[0] not in named[name]}


@ONE_BUILDER
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("evnt loop", "event loop"),
        ("conection  POOL", "connection pool"),
        ("keysetpagination", "keyset pagination"),
        ("psql bulk insert", "postgresql bulk insert"),
        ("keyset pagi", "keyset pagination"),
        (
            'File "/srv/app/orders.py", line 12, in show ' * 50
            + "TypeError: object NoneType can't be used in 'await' expression at 0x7f33d2",
            "object NoneType can't be used in 'await' expression",
        ),
    ],
    ids=["misspelled", "spaces and capitals", "run together", "synonym", "unfinished", "traceback"],
)
def test_what_is_typed_need_not_be_what_is_written(
    site: Site, open_page: Open, typed: str, meant: str
) -> None:
    page = opened(open_page(""))
    got, wanted = found(page, site, [typed, meant])
    assert got[0] == wanted[0]


def test_a_result_says_what_and_why(open_page: Open) -> None:
    page = opened(open_page("method/"))
    first = results(page, "ASYNC210").first
    expect(first.locator(".mp-result__title")).to_have_text("Do not block the event loop")
    expect(first.locator(".mp-result__where")).to_contain_text("Async patterns")
    expect(first.locator(".mp-result__where strong")).to_contain_text("×")
    expect(first.locator("mark")).to_contain_text("ASYNC210")
    expect(page.locator(".mp-search__status")).to_have_text("1 result")
    expect(results(page, "qqqqqqqq")).to_have_count(0)
    expect(page.locator(".mp-search__status")).to_contain_text("Nothing found")


def test_the_keyboard_is_enough(open_page: Open, site: Site) -> None:
    page = open_page("method/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    options = results(page, "pagination")
    expect(box).to_have_attribute("aria-expanded", "true")
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", str(options.nth(chosen).get_attribute("id")))
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page).to_have_url(f"{site.url}method/")
    page.keyboard.press("s")
    expect(box).to_be_focused()
    page.keyboard.insert_text("keyset pagination")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}db/keyset-pagination/")


def test_a_search_has_an_address(open_page: Open, site: Site) -> None:
    page = open_page("method/?q=cache%20stampede")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("href", f"{site.url}caching/stampede/")
    results(page, "n+1")
    expect(page).to_have_url(f"{site.url}method/?q=n%2B1")
    first.click()
    page.go_back()
    expect(page.get_by_role("combobox")).to_have_value("n+1")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site.url}method/")


def test_nothing_is_fetched_before_the_search_is_opened(open_page: Open, site: Site) -> None:
    page = open_page("")
    page.wait_for_load_state("networkidle")
    fetched = "performance.getEntriesByType('resource').map(each => each.name)"
    before = page.evaluate(fetched)
    assert not [name for name in before if "search" in name or "vendor" in name]
    results(opened(page), "pool")
    assert f"{site.url}assets/search/ui.js" in page.evaluate(fetched)
    indexes = [file for file in site.folder.rglob("search*.json") if file.parent.name != "data"]
    # Zensical writes an empty one.
    assert not [file for file in indexes if json.loads(file.read_bytes())["items"]], (
        "the builder's own search is on"
    )


@ONE_BUILDER
def test_the_index_is_small(site: Site) -> None:
    data = (site.folder / "data/search.json").read_bytes()
    rules = sum(rule is not None for rule in json.loads(data)["columns"]["id"])
    assert len(gzip.compress(data)) / rules <= BYTES_A_RULE


def test_without_scripts_there_is_no_search_box(open_page: Open) -> None:
    expect(open_page("", javascript=False).locator(".mp-search-open")).to_be_hidden()


def test_a_search_that_cannot_be_loaded_says_so_and_tries_again(open_page: Open, site: Site) -> None:
    page = open_page("method/")

    def empty(route: Route) -> None:
        route.fulfill(status=200, body="<!doctype html>", content_type="text/html")

    page.context.route("**/data/search.json", empty)
    opened(page)
    results(page, "pool")
    status = page.locator(".mp-search__status")
    expect(status).to_contain_text("could not be loaded")
    expect(status.get_by_role("link", name="All rules")).to_have_attribute("href", site.url)
    page.context.unroute("**/data/search.json")
    expect(results(page, "connection pool").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_search_is_accessible_and_fits_a_phone(open_page: Open, scheme: str) -> None:
    page = opened(open_page("method/", scheme=scheme))
    results(page, "cache")
    page.keyboard.press("ArrowDown")
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
        assert not found.response["violations"], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.get_by_role("dialog").evaluate("one => [one.clientWidth, one.scrollWidth]")
        assert box[1] <= box[0] <= width


@pytest.mark.parametrize("address", ["db/n-plus-oen/", "0.1/database/n-plus-one.html", "db/nplusone"])
def test_a_missing_page_suggests_what_was_meant(open_page: Open, site: Site, address: str) -> None:
    page = open_page(address, status=404)
    first = page.locator(".mp-missing a").first
    expect(first).to_have_attribute("href", f"{site.url}db/n-plus-one/")
    first.click()
    expect(page).to_have_url(f"{site.url}db/n-plus-one/")


@pytest.mark.parametrize("script", VENDORED, ids=lambda path: path.stem)
def test_what_comes_from_elsewhere_is_named_and_unchanged(script: Path) -> None:
    head, _, licence = script.with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    assert facts["name"] == script.stem
    assert facts["version"].count(".") == 2
    assert facts["source"].startswith("https://")
    assert facts["sha256"] == hashlib.sha256(script.read_bytes()).hexdigest()
    assert "Permission is hereby granted" in licence


def test_every_script_from_elsewhere_is_checked() -> None:
    assert {path.stem for path in VENDORED} == {"minisearch", "stemmer"}
