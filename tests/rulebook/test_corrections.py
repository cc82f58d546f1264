"""A page whose numbers refute its advice says so, in its header and in every table of rules."""

from __future__ import annotations

from pathlib import Path

import bs4
import pytest
from markdown import Markdown

from tests.rulebook import mini

PAGE = "<!-- rulebook: header db-n-plus-one -->\n\n<!-- rulebook: rules -->\n"


@pytest.mark.parametrize(
    ("impact", "words"),
    [
        ("none", "Correction: this advice does not hold"),
        ("reversed", "Correction: this advice makes it worse"),
    ],
)
def test_a_correction_is_named_as_one(root: Path, impact: str, words: str) -> None:
    page = _with_impact(root, impact)
    said = page.select(".rulebook-header-correction > .rulebook-correction")
    assert [each.text for each in said] == [words]
    marked = page.select("tr:has(.rulebook-mark)")
    assert [row["data-rulebook-impact"] for row in marked] == [impact]


def test_advice_that_holds_is_not(root: Path) -> None:
    page = _with_impact(root, "low")
    assert page.select(".rulebook-header")
    assert not page.select(".rulebook-header-correction, .rulebook-correction, .rulebook-mark")


def _with_impact(root: Path, impact: str) -> bs4.BeautifulSoup:
    path = root / mini.RULE.page
    text = path.read_text("utf-8")
    assert "impact: critical\n" in text
    path.write_text(text.replace("impact: critical\n", f"impact: {impact}\n"), encoding="utf-8")
    extensions = {"rulebook.extension": {"root": str(root)}}
    html = Markdown(extensions=["rulebook.extension"], extension_configs=extensions).convert(PAGE)
    return bs4.BeautifulSoup(html, "html.parser")
