"""A first visit, beside plain Material for MkDocs over the same pages; `make benchmark` shows more sizes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from tests.command import ROOT
from tests.site import benchmark, building


@pytest.fixture(scope="module")
def visits(
    built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> list[list[benchmark.Visit]]:
    """First visits of this site and of plain Material."""
    ours = built["mkdocs"].parent
    plain = benchmark.plain(ours, tmp_path_factory.mktemp("plain") / "project")
    benchmark.build(plain)
    return benchmark.by_turns(chromium, [ours / "site", plain / "site"], loads=1)


def test_a_first_visit_loads_less_than_plain_material(visits: list[list[benchmark.Visit]]) -> None:
    ours, plain = (max(visit.bytes for visit in found) for found in visits)
    assert ours <= 0.75 * plain, f"{ours} bytes, {plain} of plain Material"


def test_a_first_visit_asks_for_no_more_than_plain_material(visits: list[list[benchmark.Visit]]) -> None:
    ours, plain = (max(visit.requests for visit in found) for found in visits)
    assert ours <= plain


def section(folder: Path, builder: str, rules: int) -> Path:
    """The built pages of a section with so many rules, under this site's theme."""
    settings = benchmark.settings(ROOT)
    settings["theme"]["custom_dir"] = str(ROOT / "overrides/theme")
    names = [f"db/{number:03}.md" for number in range(rules)]
    nav: list[object] = ["index.md", {"Database": ["db/index.md", *names]}]
    empty = {"extra_css": [], "plugins": [], "markdown_extensions": [], "not_in_nav": "", "nav": nav}
    for name in ("index.md", "db/index.md", *names):
        page = folder / "docs" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# Page {page.stem}\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings | empty), encoding="utf-8")
    building.run(building.BUILDERS[builder], folder)
    return folder / "site/db"


@pytest.mark.parametrize("builder", building.BUILDERS)
def test_a_page_is_no_larger_where_its_section_has_more_rules(tmp_path: Path, builder: str) -> None:
    some, many = (section(tmp_path / str(rules), builder, rules) for rules in (20, 100))
    for name, first in (("000", 0), ("010", 3), ("index", 0)):
        address = "index.html" if name == "index" else f"{name}/index.html"
        links = [
            [
                link.get_text(strip=True)
                for link in building.parsed(folder / address).select(".md-nav--primary ul ul > li > a")
            ]
            for folder in (some, many)
        ]
        neighbours = [f"Page {number:03}" for number in range(first, first + 14)]
        assert links == [[*neighbours, "All 20 of this section"], [*neighbours, "All 100 of this section"]]
        sizes = [len(gzip.compress((folder / address).read_bytes())) for folder in (some, many)]
        assert sizes[1] <= sizes[0] + 8, f"{address}: {sizes}"  # the number of rules has a digit more
    last = building.parsed(many / "099/index.html").select(".md-nav--primary ul ul > li > a")
    shown = [link.get_text(strip=True) for link in last]
    assert shown == [*(f"Page {number:03}" for number in range(86, 100)), "All 100 of this section"]
