"""`make benchmark`: this site beside plain Material for MkDocs over the same content.

The content is the project's own, its rules copied under further ids until there are enough. Plain Material
gets every page with what its directives give written out, Material's own theme, search and settings, and the
same Markdown extensions: what is compared is what this project adds and leaves out.
"""

from __future__ import annotations

import gzip
import re
import resource
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import click
import yaml
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table
from rulebook import generate, render
from rulebook.catalogue import Catalogue, Rule
from rulebook.directives import scan

from ship.serving import Pages
from tests.site import browser as browsers
from tests.site import building

LOADS = 21
VISITED = "db/n-plus-one/"

LARGEST_PAINT = """() => new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
        .observe({ type: "largest-contentful-paint", buffered: true });
})"""


@dataclass(frozen=True)
class Visit:
    """A first visit to a rule's page: bytes on the wire, requests, ms until the largest paint."""

    bytes: int
    requests: int
    paint_ms: float


@dataclass(frozen=True)
class Measured:
    """One of the two sites: CPU seconds of its build and its first visits."""

    build_s: float
    visits: list[Visit]

    @property
    def bytes(self) -> int:
        """Gzipped bytes of a first visit; the most, since idle work may come late."""
        return max(visit.bytes for visit in self.visits)

    @property
    def requests(self) -> int:
        """Requests of a first visit."""
        return max(visit.requests for visit in self.visits)

    @property
    def paint_ms(self) -> float:
        """The median of the largest paints."""
        return statistics.median(visit.paint_ms for visit in self.visits)


ROWS: tuple[tuple[str, str, Callable[[Measured], float]], ...] = (
    ("bytes of a first visit, gzip", "KB", lambda one: one.bytes / 1000),
    ("requests of a first visit", "", lambda one: one.requests),
    ("largest paint", "ms", lambda one: one.paint_ms),
    ("CPU time of a build", "s", lambda one: one.build_s),
)


def enlarged(folder: Path, rules: int) -> Path:
    """Copy the project and its rules until it has as many as wanted; with fewer it keeps what it has."""
    project = building.copy_project(folder)
    known = list(Catalogue.load(project).rules.values())
    more = zip(cycle(known), count(1), strict=False)
    for rule, number in islice(more, max(0, rules - len(known))):
        _copy(project, rule, f"{rule.id}-copy-{number}")
    generate.write(project, generate.plan(Catalogue.load(project)))
    return project


def _copy(project: Path, rule: Rule, name: str) -> None:
    new = type(rule.id).parse(name)
    text = (project / rule.page.path).read_text(encoding="utf-8")
    text = re.sub(rf"^id: {rule.id}$", f"id: {new}", text, flags=re.MULTILINE)
    text = re.sub(r"^aliases: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(rf"(<!-- rulebook: [a-z-]+ ){rule.id}\b", rf"\g<1>{new}", text)
    (project / new.page).write_text(text, encoding="utf-8")
    (project / new.folder).mkdir(parents=True)
    results = (project / rule.id.folder / "results.json").read_text(encoding="utf-8")
    results = results.replace(f'"rule": "{rule.id}"', f'"rule": "{new}"', 1)
    (project / new.folder / "results.json").write_text(results, encoding="utf-8")


def plain(project: Path, folder: Path) -> Path:
    """The same pages for Material alone."""
    catalogue = Catalogue.load(project)
    ours = shutil.ignore_patterns("site", "assets", "data", "cards", "l", "results.json")
    shutil.copytree(project, folder, ignore=ours)
    for page in (folder / "docs").rglob("*.md"):
        page.write_text(_written_out(page.read_text(encoding="utf-8"), catalogue), encoding="utf-8")
    own = settings(project)
    named = {name: one for one in own["plugins"] if isinstance(one, dict) for name in one}
    theirs = {
        "site_name": "Plain",
        "site_url": building.SITE_URL,
        "theme": {"name": "material", "font": False},
        "plugins": ["search", "autorefs", named["tags"], named["mkdocstrings"]],
        "markdown_extensions": [
            _material_own(one) for one in own["markdown_extensions"] if one != "rulebook.extension"
        ],
        "nav": own["nav"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(theirs), encoding="utf-8")
    return folder


def settings(project: Path) -> dict[str, Any]:
    """The configuration of a project's site, as it is when nothing in the environment changes it."""
    read: dict[str, Any] = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)
    return read


class _Settings(yaml.SafeLoader):
    """Reads `mkdocs.yml` without its environment."""


_Settings.add_constructor("!ENV", lambda *_: "")


def _material_own(extension: Any) -> Any:
    own = isinstance(extension, dict) and "rulebook.highlight" in extension
    return {"pymdownx.highlight": extension["rulebook.highlight"]} if own else extension


def _written_out(text: str, catalogue: Catalogue) -> str:
    """A page with what its directives give in their place."""
    parts, position = [], 0
    for comment in scan(text):
        found = comment.parse()
        parts += [text[position : comment.start], str(render.directive(found, catalogue))]
        position = comment.end
    return "".join([*parts, text[position:]])


class _Zipped(Pages):
    """Serves as GitHub Pages does, compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - the name that the base class calls
        """Answer a text compressed, anything else as it is."""
        path = Path(self.translate_path(self.path + "index.html" * self.path.endswith("/")))
        if path.suffix not in {".html", ".css", ".js", ".json", ".svg"} or not path.is_file():
            super().do_GET()
            return
        body = _compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes())


def visit(chromium: Browser, url: str) -> Visit:
    """Open a page with an empty cache, until nothing more is asked for."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    paint = float(page.evaluate(LARGEST_PAINT))
    context.close()
    fetched = [size for size in sizes if size]  # not what stood in the page itself
    return Visit(sum(fetched), len(fetched), paint)


def build(project: Path) -> float:
    """Build a site; gives the CPU seconds of the builder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    building.run(["mkdocs", "build", "--quiet"], project)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(folder: Path, rules: int, chromium: Browser) -> tuple[Measured, Measured]:
    """Build both sites and visit them by turns: this one and plain Material."""
    ours = enlarged(folder / "ours", rules)
    sites = [ours, plain(ours, folder / "plain")]
    seconds = [build(site) for site in sites]
    visits = by_turns(chromium, [site / "site" for site in sites], LOADS)
    first, second = (Measured(*each) for each in zip(seconds, visits, strict=True))
    return first, second


def by_turns(chromium: Browser, sites: list[Path], loads: int) -> list[list[Visit]]:
    """Visit built sites `loads` times each, by turns, so that a slow moment meets all of them."""
    visits: list[list[Visit]] = [[] for _ in sites]
    for _ in range(loads):
        for site, found in zip(sites, visits, strict=True):
            with building.serve(site, _Zipped) as url:
                found.append(visit(chromium, url + VISITED))
    return visits


@click.command()
@click.option("--rules", multiple=True, type=click.IntRange(1), default=(100, 1000), show_default=True)
def main(rules: tuple[int, ...]) -> None:
    """Compare this site with plain Material for MkDocs over the same pages, at each number of RULES."""
    table = Table("rules", "", "this site", "plain Material", "ratio", title="A first visit and a build")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.install(), args=list(browsers.FLAGS))
        for number in rules:
            with tempfile.TemporaryDirectory() as folder:
                ours, theirs = compare(Path(folder), number, chromium)
            for name, unit, of in ROWS:
                ratio = f"{of(ours) / of(theirs):.2f}"
                table.add_row(str(number), name, f"{of(ours):.0f} {unit}", f"{of(theirs):.0f} {unit}", ratio)
    Console().print(table)


if __name__ == "__main__":
    main()
