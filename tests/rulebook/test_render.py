"""Pages show what was written and measured, as text: no field can put markup or script into a page."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import bs4
import pytest
from markdown import Markdown
from rulebook.catalogue import Catalogue
from rulebook.directives import DirectiveError
from rulebook.generate import rules_json

from examples.harness.quantities import Quantity
from examples.harness.results import CaseInfo, write
from tests.rulebook import mini

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
EXTENSIONS = [
    "rulebook.extension", "attr_list", "md_in_html", "tables", "toc", "pymdownx.snippets",
    "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip
EVERYTHING = """

<!-- rulebook: rules -->

<!-- rulebook: all-rules -->

<!-- rulebook: sections -->

<!-- rulebook: symptoms -->

<!-- rulebook: checklist -->

<!-- rulebook: corrections -->

<!-- rulebook: under-review -->
"""


def rendered(root: Path, text: str) -> str:
    converter = Markdown(extensions=EXTENSIONS, extension_configs={"rulebook.extension": {"root": str(root)}})
    return str(converter.convert(text))


def soup(root: Path, text: str) -> bs4.BeautifulSoup:
    return bs4.BeautifulSoup(rendered(root, text), "html.parser")


def body(root: Path) -> str:
    return (root / mini.RULE.page).read_text("utf-8").split("---\n", 2)[2]


def without_includes(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "8<" not in line)


def test_a_rule_page_shows_every_part(root: Path) -> None:
    page = soup(root, without_includes(body(root)))
    assert page.h1 is not None
    assert page.h1["id"] == "db-n-plus-one"
    badges = [" ".join(badge.text.split()) for badge in page.select(".rulebook-badges li")]
    assert badges == [
        "db-n-plus-one",
        "Impact critical",
        "Effort minutes",
        "Applies to python >=3.11, sqlalchemy >=2.0",
        "Since 0.1",
        "Source",
        "Copy for review Blocking Suggestion Question Markdown with the number, the address of this version, "
        "and when not to.",
    ]
    assert page.select_one(".rulebook-number").text == "20.0×"  # type: ignore[union-attr]
    assert len(page.select("svg[role=img]")) == 3
    assert len(page.select(".rulebook-python")) == 5
    assert page.select_one("a[download]")["href"] == "../data/db-n-plus-one.json"  # type: ignore[index]
    assert [row.text for row in page.select(".rulebook-steps li")] == [
        "The ratio to rely on is 19.7×, at least 10: critical."
    ]
    assert page.select_one(".rulebook-risks code").text == "selectinload"  # type: ignore[union-attr]
    assert "With few rows the two are alike: 1.00×." in page.text
    assert page.select_one(".rulebook-sources + dl autoref")["identifier"] == "async-serial-await"  # type: ignore[index]
    identifiers = [str(element["id"]) for element in page.select("[id]")]
    assert len(identifiers) == len(set(identifiers))


def test_a_review_comment_names_the_version_that_is_built(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / mini.RULE.page
    path.write_text(path.read_text("utf-8").replace("With few rows", "**One row.** With few rows"), "utf-8")
    monkeypatch.setenv("MIKE_DOCS_VERSION", "0.2")
    page = soup(root, HEADER + EVERYTHING)
    address = "https://rules.example.org/0.2/db/n-plus-one/"
    comments = {
        button.text: str(button["data-rulebook-copy"]) for button in page.select(".rulebook-review button")
    }
    assert comments["Question"] == (
        "**question (non-blocking):** Does this apply here? Fetch related rows in one query "
        f"([db-n-plus-one]({address}))\n\n"
        "One lazy load per row sends one query per row, so the page waits for every one of them. "
        "Measured: 20.0× less wall time at 100\u00a0orders, Python 3.13, round trip 0.5\u00a0ms.\n\n"
        f"[When not to]({address}#when-not-to): below 10\u00a0orders · One row\n"
    )
    assert comments["Blocking"].startswith("**issue (blocking):** Fetch")
    lists = page.select_one(".rulebook-checklists")
    assert lists is not None
    assert lists["data-rulebook-version"] == "0.2"
    assert lists["data-rulebook-short"] == "https://rules.example.org/0.2/l/"


def test_pages_about_many_rules_link_to_each(root: Path) -> None:
    page = soup(root, EVERYTHING)
    for table in page.select(".rulebook-rules"):
        rules = [str(link["identifier"]) for link in table.select("autoref")]
        assert sorted(rules) == ["async-serial-await", "db-n-plus-one"]
    assert {str(link["identifier"]) for link in page.select(".rulebook-sections th autoref")} == {
        "section-async", "section-db"
    }  # fmt: skip
    shared = page.select(".rulebook-symptoms dt")[1]
    assert [item.name for item in shared.find_next_siblings(limit=2)] == ["dd", "dd"]
    boxes = page.select(".rulebook-checklist label input[type=checkbox]")
    assert len(boxes) == len({str(box["id"]) for box in boxes}) == 2


def test_the_table_of_a_section_holds_its_rules_only_and_stops_at_its_limit(root: Path) -> None:
    assert len(soup(root, "<!-- rulebook: rules section=db -->").select("tbody tr")) == 1
    assert len(soup(root, "<!-- rulebook: rules limit=1 -->").select("tbody tr")) == 1
    assert soup(root, "<!-- rulebook: rules section=ops -->").select(".rulebook-missing")


def test_directives_work_in_tabs_sentences_and_cells_and_not_in_code(root: Path) -> None:
    page = soup(
        root,
        '=== "A"\n\n    <!-- rulebook: risks db-n-plus-one -->\n\n'
        "| a | b |\n|---|---|\n| x | <!-- rulebook: figure db-n-plus-one variant=before --> |\n\n"
        "`<!-- rulebook: nonsense -->`\n\n``` html\n<!-- rulebook: nonsense -->\n```\n",
    )
    assert page.select(".tabbed-content .rulebook-risks li")
    assert page.select("td")[1].text == "30.1\u00a0ms"
    assert [code.text.strip() for code in page.select("p code, pre code")][-2:] == [
        "<!-- rulebook: nonsense -->"
    ] * 2


def test_a_directive_that_cannot_be_carried_out_stops_the_build_with_its_place(root: Path) -> None:
    text = body(root).replace("ratio db-n-plus-one size=1", "ratio db-n-plus-one size=7")
    page = root / mini.RULE.page
    page.write_text(mini.page(body=text.lstrip()), "utf-8")
    with pytest.raises(DirectiveError) as refused:
        rendered(root, without_includes(text))
    line = (
        page.read_text("utf-8")
        .split("\n")
        .index("With few rows the two are alike: <!-- rulebook: ratio db-n-plus-one size=7 -->.")
    )
    assert str(refused.value) == (
        f"docs/db/n-plus-one.md:{line + 1}: <!-- rulebook: ratio db-n-plus-one size=7 -->: "
        "size=7 was not measured; use one of 1, 10, 100, 1000"
    )


def edited(root: Path, old: str, new: str) -> None:
    """Change the front matter of the first rule's page."""
    path = root / mini.RULE.page
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


LISTED = "<!-- rulebook: under-review -->"
HEADER = "<!-- rulebook: header db-n-plus-one -->"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("status: measured", "status: under-review\nreason: A reader has doubts.", "A reader has doubts"),
        (
            "reviewed: 2026-11-21\nreview_by: 2099-11-21",
            "reviewed: 2025-11-21\nreview_by: 2026-11-20",
            "due by 2026",
        ),
    ],
)
def test_a_rule_in_doubt_has_a_banner_and_is_listed(root: Path, old: str, new: str, reason: str) -> None:
    assert "No rule is under review" in rendered(root, LISTED)
    assert soup(root, HEADER).select(".rulebook-banner") == []
    edited(root, old, new)
    banner = soup(root, HEADER).select_one(".rulebook-banner")
    assert banner is not None
    assert reason in banner.text
    assert reason in soup(root, LISTED).select_one("dd").text  # type: ignore[union-attr]


def test_a_python_that_says_the_opposite_puts_a_rule_in_doubt(root: Path) -> None:
    found = mini.results().merged(mini.results(factor=0.5, pythons=("3.12",)))
    write(found, root / mini.RULE.folder / "results.json")
    assert "Python 3.12 says the opposite." in soup(root, HEADER).select_one(".rulebook-banner").text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("level", "factor", "word"), [("none", 1.0, "does not hold"), ("reversed", 0.5, "worse")]
)
def test_advice_that_does_not_hold_is_a_correction(root: Path, level: str, factor: float, word: str) -> None:
    assert "No rules yet" in rendered(root, "<!-- rulebook: corrections -->")
    edited(root, "impact: critical", f"impact: {level}")
    write(mini.results(factor=factor), root / mini.RULE.folder / "results.json")
    assert word in soup(root, HEADER).select_one(".rulebook-correction").text  # type: ignore[union-attr]
    listed = soup(root, "<!-- rulebook: corrections -->").select("tbody tr")
    assert [row.th.text.split()[-1] for row in listed] == ["correction"]  # type: ignore[union-attr]


def test_an_edit_is_seen_by_the_next_page(root: Path) -> None:
    assert "20.0×" in rendered(root, "<!-- rulebook: ratio db-n-plus-one -->")
    write(mini.results(factor=3.0), root / mini.RULE.folder / "results.json")
    assert "3.0×" in rendered(root, "<!-- rulebook: ratio db-n-plus-one -->")


def test_a_rule_without_results_shows_that_they_are_missing(root: Path) -> None:
    (root / mini.RULE.folder / "results.json").unlink()
    page = soup(root, without_includes(body(root)) + EVERYTHING)
    assert page.text.count("not measured yet") == 4


def test_nothing_recorded_can_put_markup_into_a_page(root: Path) -> None:
    evil = Quantity("evil", EVIL, "second", exact=False)
    results = mini.results(
        size_unit=EVIL, reference_why=EVIL, cases=(CaseInfo(EVIL, ("before", "after", EVIL)),)
    )
    series = [one for one in results.series if one.at.quantity == "wall"]
    series += [replace(one, at=replace(one.at, quantity="evil")) for one in series]
    series += [replace(one, variant=EVIL) for one in series if one.variant == "after"]
    workload = replace(results.workload, headline="evil", quantities=(evil, *results.workload.quantities))
    environment = dict.fromkeys(
        ["implementation", "version", "compiler", "cpu", "platform", "commit", "cores"], EVIL
    ) | {"packages": {EVIL: EVIL}, "services": {EVIL: EVIL}, "date": f"2026-11-21{EVIL}"}
    environments = dict.fromkeys(mini.PYTHONS, environment)
    write(
        replace(results, workload=workload, series=tuple(series), environments=environments),
        root / mini.RULE.folder / "results.json",
    )
    assert not Catalogue.load(root).problems
    text = without_includes(body(root)) + EVERYTHING
    text += "\na <!-- rulebook: size db-n-plus-one --> <!-- rulebook: break-even db-n-plus-one --> b\n"
    page = soup(root, text)
    assert not page.select("script, img, iframe, [onerror], [onload]")
    assert not [link for link in page.select("[href]") if str(link["href"]).startswith("javascript")]
    assert page.text.count("<script>alert(1)</script>") > 20


class Balance(HTMLParser):
    """Fails where an end tag does not close the last open one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        """An element without content, as in SVG."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["header", "evidence", "risks", "find", "measured", "references"])
def test_the_html_of_a_block_is_balanced(root: Path, name: str) -> None:
    balance = Balance()
    balance.feed(rendered(root, f"<!-- rulebook: {name} db-n-plus-one -->"))
    assert balance.open == []


def test_json_for_tools_holds_every_rule(root: Path) -> None:
    rules = json.loads(rules_json(Catalogue.load(root)))["rules"]
    assert [rule["id"] for rule in rules] == ["async-serial-await", "db-n-plus-one"]
    assert rules[1]["headline"].startswith("20.0× less wall time")
    assert rules[1]["address"] == "/db/n-plus-one/"
    assert rules[1]["reviewed"] == "2026-11-21"
