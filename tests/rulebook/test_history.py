"""One changelog, three things made of it: its page, the history of each rule, and the feed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from rulebook import feed, history, render
from rulebook.catalogue import Catalogue, Rule
from rulebook.changelog import FILE
from rulebook.check import check
from rulebook.diff import Change

from tests.rulebook import atom, mini
from tests.rulebook.breaking import PAGE, edit

TEXT = """\
# Changelog

What stands here is for those who read the file: `db-gone`.

## Unreleased

- `db-n-plus-one`: The after loads
  with the list, see [the method](docs/async/index.md#top).

## 0.2.0, 2027-01-02

- **All** rules, `db-n-plus-one` first; [the docs](https://docs.example.org/a?b&c).
- `async-serial-await`, `db-n-plus-one`: Measured again: 19.0× → 20.0× less wall time.

## 0.1.0, 2026-12-01

- `db-lazy-load`: New: high, 19.0× less wall time.
"""


@pytest.fixture
def told(root: Path) -> Path:
    """The good project with a changelog, in which one rule had another id once."""
    (root / FILE).write_text(TEXT, "utf-8")
    edit(PAGE, "status: measured", "status: measured\naliases: [db-lazy-load]")(root)
    return root


def test_a_rule_shows_what_was_said_of_it_under_each_of_its_ids(told: Path) -> None:
    catalogue = Catalogue.load(told)
    page = BeautifulSoup(render.references(catalogue.rules[str(mini.RULE)], catalogue), "html.parser")
    shown = [one.get_text() for one in page.select(".rulebook-history > *")]
    assert shown[-6:] == [
        "Next release", "The after loads with the list, see the method.",
        "0.2.0, 2027-01-02", "Measured again: 19.0× → 20.0× less wall time.",
        "0.1.0, 2026-12-01", "New: high, 19.0× less wall time.",
    ]  # fmt: skip
    link = page.select_one(".rulebook-history a")
    assert link is not None
    assert link["href"] == "https://rules.example.org/async/#top"
    (entry,) = history.of(catalogue.rules[str(mini.OTHER)], catalogue)
    assert entry[0].version == "0.2.0"
    assert not [problem for problem in check(told) if problem.path == FILE]


def test_the_page_of_the_changelog_shows_every_release(told: Path) -> None:
    page = BeautifulSoup(render.changelog(Catalogue.load(told), {}), "html.parser")
    assert [heading["id"] for heading in page.find_all("h2")] == ["unreleased", "v0.2.0", "v0.1.0"]
    assert [item.get_text() for item in page.find_all("li")] == ["All rules, db-n-plus-one first; the docs."]
    assert [str(link["identifier"]) for link in page.find_all("autoref")] == [
        "db-n-plus-one", "db-n-plus-one", "async-serial-await", "db-n-plus-one", "db-n-plus-one"
    ]  # fmt: skip
    assert [link.get_text() for link in page.find_all("autoref")][-1] == "db-lazy-load"
    assert [str(link["href"]) for link in page.select("a:not(.headerlink)")] == [
        "../data/feed.xml", "https://rules.example.org/async/#top", "https://docs.example.org/a?b&c"
    ]  # fmt: skip


def test_the_feed_is_atom_and_leads_into_the_version_of_each_release(told: Path) -> None:
    written = feed.atom(Catalogue.load(told))
    assert atom.faults(written) == []
    root = ElementTree.fromstring(written)
    assert root.findtext(f"{atom.ATOM}updated") == "2027-01-02T00:00:00Z"
    (entry, first) = root.findall(f"{atom.ATOM}entry")
    assert entry.findtext(f"{atom.ATOM}id") == "https://rules.example.org/0.2/changelog/#v0.2.0"
    content = BeautifulSoup(first.findtext(f"{atom.ATOM}content") or "", "html.parser")
    assert [str(link["href"]) for link in content.find_all("a")] == [
        "https://rules.example.org/0.1/db/lazy-load/"
    ]
    assert content.dd is not None
    assert content.dd.get_text() == "New: high, 19.0× less wall time."


def test_before_the_first_release_the_feed_is_empty_and_nobody_is_led_to_it(root: Path) -> None:
    assert "feed" not in render.changelog(Catalogue.load(root), {})
    written = feed.atom(Catalogue.load(root))
    assert atom.faults(written) == []
    assert "<entry>" not in written


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<title>Mini: releases</title>", "", "0 of title"),
        ("2027-01-02T00:00:00Z", "2027-01-02", "updated is '2027-01-02'"),
        ('rel="self"', 'rel="related"', "no link to the feed itself"),
        ("<name>Mini</name>", "", "no author"),
        ("0.2/changelog/#v0.2.0</id>", "0.1/changelog/#v0.1.0</id>", "is there 2 times"),
        ("<id>https://rules.example.org/0.1", "<id>/0.1", "is no absolute address"),
        ("&lt;ul&gt;", "<ul/>", "content holds elements"),
    ],
)
def test_the_judge_of_feeds_finds_what_the_standard_forbids(
    told: Path, old: str, new: str, fault: str
) -> None:
    written = feed.atom(Catalogue.load(told))
    assert old in written
    assert fault in "; ".join(atom.faults(written.replace(old, new)))


@pytest.mark.parametrize(
    ("line", "number", "message"),
    [
        ("- `db-gone`, `db-n-plus-one`: Gone.", 7, "no rule db-gone; write the id of one"),
        ("- Two rules,\n  among them `db-gone`.", 7, "no rule db-gone; write the id of one"),
        ("- See [it](docs/db/gone.md).", 7, "the link to docs/db/gone.md leads to no page"),
        (
            "- `db-n-plus-one`: Now 12× less.",
            7,
            "the number '12×' is typed; `make release` writes what was measured",
        ),
        ("A word.", 7, "no entry, and would be shown nowhere; begin it with `- `"),
        ("  more", 7, "no entry, and would be shown nowhere"),
        ("### Rules", 7, "no entry, and would be shown nowhere"),
        ("- A \N{RIGHT-TO-LEFT OVERRIDE}word.", 7, "a control character, or one that turns text around"),
        ("- \N{RIGHT-TO-LEFT OVERRIDE}.", 7, "a control character, or one that turns text around"),
        ("- See [it](docs/published.txt).", 7, "the link to docs/published.txt leads to no page"),
        (
            "## Unreleased",
            7,
            "Unreleased stands below what is not newer; the newest comes first, and each once",
        ),
        ("## 0.3", 7, "expected ## Unreleased, or version and day such as ## 0.2.0, 2027-01-02; got ## 0.3"),
        ("## 0.3.0, 2027-02-30", 7, "expected ## Unreleased, or version and day"),
    ],
)
def test_a_slip_in_the_changelog_is_told_with_its_line(
    told: Path, line: str, number: int, message: str
) -> None:
    edit(FILE, "## Unreleased\n", f"## Unreleased\n\n{line}\n")(told)
    (problem,) = [problem for problem in check(told) if problem.path == FILE]
    assert problem.line == number
    assert problem.message.startswith(message)
    assert not problem.warning


def test_entries_above_every_release_are_not_lost_in_silence(told: Path) -> None:
    edit(FILE, "## Unreleased\n", "##Unreleased\n")(told)
    problems = [problem for problem in check(told) if problem.path == FILE]
    assert [problem.line for problem in problems] == [5, 7]
    assert "write ## Unreleased there, with the space" in problems[0].message


def test_ids_may_stand_with_or_without_spaces(told: Path) -> None:
    edit(FILE, "- `async-serial-await`, `db-n-plus-one`: ", "- `async-serial-await`,`db-n-plus-one` :")(told)
    (release, entry), *_ = Catalogue.load(told).changelog.by_rule["async-serial-await"]
    assert (release.version, entry.text[:9]) == ("0.2.0", "Measured ")


def test_a_changelog_that_is_no_text_stops_what_is_made_of_it(told: Path) -> None:
    (told / FILE).write_bytes(b"# Changelog\n\n\xff\n")
    (problem,) = [problem for problem in check(told) if problem.path == FILE]
    assert str(problem) == f"{FILE}:3: byte 0xff is not UTF-8; save the file as UTF-8"


def changed(rule: Rule, **facts: Any) -> Rule:
    """The rule with other front matter."""
    return replace(rule, facts=rule.facts.model_copy(update=facts))


def test_a_release_says_what_changed_in_each_rule(root: Path) -> None:
    rule = Catalogue.load(root).rules[str(mini.RULE)]
    where = "at 100 orders, Python 3.13, round trip 0.5 ms"
    lost = f"Measured again: 20.0× less wall time {where} → no gain in wall time {where}."
    doubt = "A reader measured `1.0`."
    faster = replace(rule, results=mini.results(factor=40))
    slower = changed(replace(rule, results=mini.results(factor=1)), impact="none")
    renamed = replace(rule, id=mini.RULE.parse("db-lazy-load"))
    doubted = changed(rule, status="under-review", reason=doubt)
    for before, after, said in (
        (None, rule, f"New: impact critical, 20.0× less wall time {where}."),
        (None, replace(rule, results=None), "New: impact critical."),
        (rule, faster, f"Measured again: 20.0× → 40.1× less wall time {where}."),
        (rule, slower, f"Impact: critical → none. {lost}"),
        (rule, changed(rule, summary="It waits."), "Says now: It waits."),
        (renamed, rule, "Renamed from `db-lazy-load`."),
        (rule, doubted, f"Under review. {doubt}"),
        (doubted, rule, "Holds again."),
        (rule, changed(rule, status="retired", reason="It is gone."), "Retired. It is gone."),
    ):
        (line,) = history.news([Change(str(mini.RULE), before, after, ())])
        assert line.replace("\N{NO-BREAK SPACE}", " ") == f"- `{mini.RULE}`: {said}\n"
    silent = [(rule, rule), (rule, changed(rule, effort="hours")), (rule, None)]
    assert history.news(Change(str(mini.RULE), *sides, ()) for sides in silent) == []
