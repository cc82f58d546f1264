"""Two releases, deployed into a throwaway repository, as readers of the published site meet them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from rulebook import generate, playground
from rulebook.catalogue import Catalogue

from tests.rulebook import atom
from tests.site import building
from tests.site.conftest import Faults

OLD, NEW = "0.1", "0.2"
IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Site test"), ("EMAIL", "site-test@example.org"))
}


RULES = {"db-n-plus-one", "db-keyset-pagination"}
GONE = "docs/corrections.md"
"""A page that the older version has, and the newer one has not."""
CHANGELOG = """\
# Changelog

## 0.2.0, 2027-01-02

- `db-n-plus-one`: Level: high → critical.

## 0.1.0, 2026-12-01

- [All rules](docs/rules.md), `db-keyset-pagination` among them.
- `db-n-plus-one`: New: high.
"""


def shortened(project: Path) -> Path:
    """Take out what costs time, for it is built three times: Python, rules, pages with numbers, reference."""
    shutil.rmtree(project / playground.PYTHON)
    others = Catalogue.load(project).rules.keys() - RULES
    shown = re.compile(rf"<!-- rulebook: [a-z-]+ (?:{'|'.join(others)})\b")
    for page in (project / "docs").rglob("*.md"):
        if shown.search(page.read_text(encoding="utf-8")):
            page.unlink()
    shutil.rmtree(project / "docs/reference")
    generate.write(project, generate.plan(Catalogue.load(project)))
    return project


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with two versions, the newer one called latest and the default."""
    folder = tmp_path_factory.mktemp("versions")
    project = building.copy_project(folder / "project")
    (project / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    project = shortened(project)
    git = {**IDENTITY, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    building.run(["git", "init", "--quiet", "--initial-branch=main"], project, **git)
    building.run(["git", "add", "--all"], project, **git)
    building.run(["git", "commit", "--quiet", "--message=Publish"], project, **git)
    for version in (OLD, NEW):
        building.run(["git", "tag", f"v{version}.0"], project, **git)
        building.run(["python", "-m", "ship", "deploy", f"v{version}.0"], project, **git)
        (project / GONE).unlink(missing_ok=True)
        building.run(
            ["git", "commit", "--quiet", "--all", "--message=Go on", "--allow-empty"], project, **git
        )
    building.run(["python", "-m", "ship", "deploy", "main"], project, **git)
    site = folder / "site"
    building.run(["git", "worktree", "add", "--quiet", str(site), "gh-pages"], project, **git)
    with building.serve(site) as url:
        yield url


@pytest.fixture
def tab(chromium: Browser, published: str) -> Iterator[Page]:
    """A tab whose faults fail the test."""
    faults = Faults()
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults.watch(page, published)
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def test_the_root_leads_to_the_latest_version(tab: Page, published: str) -> None:
    tab.goto(published)
    tab.wait_for_url(f"{published}latest/")
    expect(tab.locator("h1")).to_contain_text("Python performance rules")


def test_the_selector_lists_both_versions_and_switches(tab: Page, published: str) -> None:
    tab.goto(f"{published}latest/method/")
    tab.locator(".md-version").hover()
    links = tab.locator(".md-version__list a")
    expect(links).to_have_text(["dev", NEW, OLD])
    links.nth(2).click()
    tab.wait_for_url(f"{published}{OLD}/method/")
    expect(tab.locator("h1")).to_contain_text("Method")


NOTE = "[data-md-component=outdated]"


@pytest.mark.parametrize("address", ["", "method/", "db/n-plus-one/"])
def test_an_old_version_says_so_and_leads_to_the_same_page_of_the_latest(
    tab: Page, published: str, address: str
) -> None:
    tab.goto(f"{published}{OLD}/{address}")
    expect(tab.locator(NOTE)).to_contain_text("older version")
    tab.locator(NOTE).get_by_role("link").click()
    tab.wait_for_url(f"{published}latest/{address}")
    expect(tab.locator(NOTE)).to_be_hidden()


@pytest.mark.parametrize(
    ("version", "said"), [(OLD, f"version {OLD}"), ("latest", f"version {NEW}"), ("dev", "not released yet")]
)
def test_without_scripts_a_page_names_its_version_and_leads_to_the_latest(
    chromium: Browser, published: str, version: str, said: str
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{published}{version}/db/n-plus-one/")
        note = page.locator(".mp-version")
        expect(note).to_contain_text(said)
        if version != "dev":
            note.get_by_role("link").click()
            page.wait_for_url(f"{published}latest/db/n-plus-one/")


def test_main_says_that_it_is_not_released_yet(tab: Page, published: str) -> None:
    tab.goto(f"{published}dev/method/")
    expect(tab.locator(NOTE)).to_contain_text("not released yet")


def test_a_page_that_the_latest_has_not_suggests_what_was_meant(chromium: Browser, published: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{published}{OLD}/corrections/")
        page.locator(NOTE).get_by_role("link").click()
        page.wait_for_url(f"{published}latest/corrections/")
        expect(page.locator("h1")).to_have_text("Page not found")
        for missing in ("db/keyset-paginate/", f"{OLD}/db/keyset/", "l/keyset/"):
            response = page.goto(published + missing)
            assert response is not None
            assert response.status == 404
            page.get_by_role("link", name="Use keyset pagination").click()
            page.wait_for_url(f"{published}latest/db/keyset-pagination/")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("?q=offset", "latest/?q=offset"),
        ("l/db-n-plus-one/?from=lint#evidence", "latest/db/n-plus-one/?from=lint#evidence"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_an_address_without_a_version_keeps_what_it_asks_for_where_scripts_run(
    chromium: Browser, published: str, address: str, target: str, javascript: bool
) -> None:
    with chromium.new_context(java_script_enabled=javascript) as context:
        page = context.new_page()
        page.goto(published + address)
        page.wait_for_url(published + (target if javascript else target.split("?")[0]))


@pytest.mark.parametrize("version", ["", "latest/", f"{OLD}/"])
def test_short_addresses_work_with_and_without_a_version(tab: Page, published: str, version: str) -> None:
    tab.goto(f"{published}{version}l/db-n-plus-one/")
    tab.wait_for_url(f"{published}{version or 'latest/'}db/n-plus-one/")


def test_every_link_of_the_feed_leads_into_the_frozen_version_of_its_release(
    tab: Page, published: str
) -> None:
    tab.goto(f"{published}{OLD}/db/n-plus-one/")
    address = tab.locator('link[type="application/atom+xml"]').get_attribute("href")
    assert address == f"{building.SITE_URL}latest/data/feed.xml"
    feed = tab.request.get(address.replace(building.SITE_URL, published)).text()
    assert atom.faults(feed) == []
    links = [unescape(link) for link in re.findall(r'href=(?:"|&quot;)(.+?)(?:"|&quot;)', unescape(feed))]
    frozen = [link for link in links if "/latest/" not in link]
    assert len(frozen) == 6
    for link in frozen:
        assert link.startswith((f"{building.SITE_URL}{NEW}/", f"{building.SITE_URL}{OLD}/"))
        assert tab.request.get(link.replace(building.SITE_URL, published)).ok, link


def test_the_history_of_a_rule_grows_with_its_versions(tab: Page, published: str) -> None:
    tab.goto(f"{published}latest/db/n-plus-one/#history")
    expect(tab.locator(".rulebook-history")).to_contain_text("0.2.0, 2027-01-02Level: high → critical.")
    tab.get_by_role("link", name="Changelog").last.click()
    tab.wait_for_url(f"{published}latest/changelog/")
    expect(tab.locator("#v0\\.1\\.0 ~ ul")).to_contain_text("db-keyset-pagination among them")


@pytest.mark.parametrize("version", [OLD, "latest"])
def test_a_search_stays_in_its_version(tab: Page, published: str, version: str) -> None:
    tab.goto(f"{published}{version}/method/?q=keyset%20pagination")
    tab.get_by_role("option").first.click()
    tab.wait_for_url(f"{published}{version}/db/keyset-pagination/")


@pytest.mark.parametrize("version", [OLD, NEW, "latest"])
def test_every_version_names_the_latest_as_the_original(tab: Page, published: str, version: str) -> None:
    tab.goto(f"{published}{version}/method/")
    canonical = tab.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{building.SITE_URL}latest/method/"


def test_a_review_names_the_frozen_version_and_its_preview_the_latest(tab: Page, published: str) -> None:
    tab.goto(f"{published}latest/db/n-plus-one/")
    comment = tab.locator(".rulebook-review button").first.get_attribute("data-rulebook-copy")
    assert comment is not None
    assert f"({building.SITE_URL}{NEW}/db/n-plus-one/)" in comment
    card = tab.locator('meta[property="og:image"]').get_attribute("content")
    assert card == f"{building.SITE_URL}latest/cards/db-n-plus-one.png"
