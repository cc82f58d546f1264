"""WCAG 2.2 A and AA and axe's best practices: no violation, on any kind of page, light or dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.site.conftest import KINDS, Open, sample

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# What differs between the builders stands around the text of a page.
PLACES = [
    *(("mkdocs", kind) for kind in KINDS),
    *(("zensical", kind) for kind in ("home", "rule", "missing")),
]


@pytest.mark.parametrize(("site", "kind"), PLACES, indirect=["site"])
def test_axe_finds_nothing(open_page: Open, kind: str) -> None:
    found = []
    for scheme, width in (("light", 1440), ("dark", 390)):
        page = open_page(sample()[kind], scheme=scheme, width=width, status=404 if kind == "missing" else 200)
        results = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
        for violation in results.response["violations"]:
            places = [" ".join(node["target"]) for node in violation["nodes"][:4]]
            summary = violation["nodes"][0]["failureSummary"]
            found.append(f"{scheme} {width}: {violation['id']}: {violation['help']}\n  {places}\n  {summary}")
    assert not found, "\n".join(found)
