"""Both builds of the site, served, and a browser that reports everything it should not have seen."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from rulebook.catalogue import Catalogue

from tests.command import ROOT
from tests.site import benchmark, building
from tests.site import browser as browsers
from tests.site.building import BUILDERS, Site


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured, which workers cannot; each line once, whatever the phases of a test."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    lines = [text for report in reports for name, text in report.user_properties if name == "measured"]
    for line in dict.fromkeys(lines):
        terminalreporter.write_line(line)


Once = Callable[[str, Callable[[Path], dict[str, Path]]], dict[str, Path]]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once(name, build)`: the sites that `build` puts into a folder, built once for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def once_(name: str, build: Callable[[Path], dict[str, Path]]) -> dict[str, Path]:
        with (shared / f"{name}.json").open("a+", encoding="utf-8") as sites:
            fcntl.flock(sites, fcntl.LOCK_EX)
            sites.seek(0)
            if known := sites.read():
                return {builder: Path(folder) for builder, folder in json.loads(known).items()}
            folders = build(base / name)
            json.dump({builder: str(folder) for builder, folder in folders.items()}, sites)
            return folders

    return once_


@pytest.fixture(scope="session")
def built(once: Once) -> dict[str, Path]:
    """By builder: the site as it makes it from the working tree."""
    return once("sites", building.build_all)


@pytest.fixture(scope="session")
def plain(once: Once, built: dict[str, Path]) -> Path:
    """The same pages as plain Material for MkDocs makes them."""

    def build(folder: Path) -> dict[str, Path]:
        project = benchmark.plain(built["mkdocs"].parent, folder)
        benchmark.build(project)
        return {"mkdocs": project / "site"}

    return once("plain", build)["mkdocs"]


@pytest.fixture(scope="session", params=list(BUILDERS))
def site(request: pytest.FixtureRequest, built: dict[str, Path]) -> Iterator[Site]:
    """Each of the two builds, served."""
    folder = built[request.param]
    with building.serve(folder) as url:
        yield Site(folder, url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session; `make test` has installed one."""
    path = browsers.find()
    assert path is not None, browsers.REMEDY
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield browser
        browser.close()


class Faults(list[str]):
    """What a page did that no page may do: errors in the console, requests that fail or go elsewhere."""

    def watch(self, page: Page, url: str) -> None:
        """Collect the faults of everything that `page` loads from now on."""

        def spoke(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.append(f"console: {message.text}")

        def asked(request: Request) -> None:
            # The browser asks for an icon by itself where a page names none, as mike's redirect at the root.
            own = (url, "data:", "blob:")
            if not request.url.startswith(own) and not request.url.endswith("/favicon.ico"):
                self.append(f"another address: {request.url}")

        def failed(request: Request) -> None:
            # A page that is left, reloaded or closed aborts what it was still loading.
            if request.failure != "net::ERR_ABORTED":
                self.append(f"failed: {request.url} {request.failure}")

        page.on("console", spoke)
        page.on("pageerror", lambda error: self.append(f"script: {error}"))
        page.on("requestfailed", failed)
        page.on("request", asked)


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Open]:
    """`open_page(address, width=…, scheme=…, javascript=…)`: a fresh tab; faults fail the test at its end."""
    contexts: list[BrowserContext] = []
    faults = Faults()

    def open_(
        address: str, *, width: int = 1440, scheme: str = "light", javascript: bool = True, status: int = 200
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if status == 200:
            faults.watch(page, site.url)
        response = page.goto(site.url + address)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}"
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@cache
def rule_addresses() -> list[str]:
    """The address of every rule's page, below the root of the site; all results are read for it, once."""
    return [f"{rule.id.address.strip('/')}/" for rule in Catalogue.load(ROOT).rules.values()]


def sample() -> dict[str, str]:
    """One address of each kind of page."""
    rule = rule_addresses()[0]
    return {
        "home": "",
        "section": rule.split("/")[0] + "/",
        "rule": rule,
        "rules": "rules/",
        "symptoms": "symptoms/",
        "checklist": "checklist/",
        "stacks": "tags/",
        "method": "method/",
        "reference": "reference/results/",
        "missing": "no-such-page/",
    }


KINDS = (
    "home", "section", "rule", "rules", "symptoms", "checklist", "stacks", "method", "reference", "missing"
)  # fmt: skip
