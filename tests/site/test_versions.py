"""Two releases, deployed into a throwaway repository, as readers of the published site meet them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from rulebook import generate, playground
from rulebook.catalogue import Catalogue

from tests.site import building
from tests.site.conftest import Faults

OLD, NEW = "0.1", "0.2"
IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Site test"), ("EMAIL", "site-test@example.org"))
}


RULES = {"db-n-plus-one", "db-keyset-pagination"}


def shortened(project: Path) -> Path:
    """Take out Python, all rules but two, and the pages that show numbers of others: it is built twice."""
    shutil.rmtree(project / playground.PYTHON)
    others = Catalogue.load(project).rules.keys() - RULES
    shown = re.compile(rf"<!-- rulebook: [a-z-]+ (?:{'|'.join(others)})\b")
    for page in (project / "docs").rglob("*.md"):
        if shown.search(page.read_text(encoding="utf-8")):
            page.unlink()
    generate.write(project, generate.plan(Catalogue.load(project)))
    return project


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with two versions, the newer one called latest and the default."""
    folder = tmp_path_factory.mktemp("versions")
    project = shortened(building.copy_project(folder / "project"))
    git = {**IDENTITY, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    building.run(["git", "init", "--quiet", "--initial-branch=main"], project, **git)
    building.run(["git", "add", "--all"], project, **git)
    building.run(["git", "commit", "--quiet", "--message=Publish"], project, **git)
    for version in (OLD, NEW):
        building.run(["git", "tag", f"v{version}.0"], project, **git)
        building.run(["python", "-m", "ship", "deploy", f"v{version}.0"], project, **git)
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
    expect(links).to_have_text([NEW, OLD])
    links.nth(1).click()
    tab.wait_for_url(f"{published}{OLD}/method/")
    expect(tab.locator("h1")).to_contain_text("Method")


def test_an_old_version_says_that_it_is_old(tab: Page, published: str) -> None:
    tab.goto(f"{published}{OLD}/method/")
    note = tab.locator("[data-md-component=outdated]")
    expect(note).to_contain_text("older version")
    note.locator("a").click()
    tab.wait_for_url(f"{published}latest/")
    expect(note).to_be_hidden()


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
    tab.goto(f"{published}{OLD}/l/db-n-plus-one/")
    tab.wait_for_url(f"{published}{OLD}/db/n-plus-one/")
