"""What the search is told about every page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rulebook.catalogue import Catalogue
from rulebook.search import search_json, synonyms

from tests.rulebook import mini


def documents(root: Path) -> dict[str, dict[str, Any]]:
    """What is written for the project at `root`, by address."""
    data = json.loads(search_json(Catalogue.load(root)))
    assert data["synonyms"] == synonyms()
    columns = data["columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {row["address"]: {name: value for name, value in row.items() if value} for row in rows}


def test_rules_come_first_and_the_home_page_not_at_all(root: Path) -> None:
    (root / "docs/guides").mkdir()
    (root / "docs/guides/how.md").write_text(
        "---\ntitle: How\ndescription: So.\n---\n\n# How\n\n## `Where`\n"
    )
    (root / "docs/plain.md").write_text("No heading.\n")
    found = documents(root)
    kinds = {address: document["kind"] for address, document in found.items()}
    assert kinds == {
        "async/serial-await/": "Async patterns",
        "db/n-plus-one/": "Database",
        "async/": "Section",
        "db/": "Section",
        "guides/how/": "Guide",
        "plain/": "Page",
    }
    assert found["guides/how/"] == {
        "address": "guides/how/",
        "kind": "Guide",
        "title": "How",
        "summary": "So.",
        "headings": ["Where"],
    }
    assert found["plain/"]["title"] == "plain/"


def test_a_rule_is_found_by_everything_that_names_it(root: Path) -> None:
    page = root / mini.RULE.page
    page.write_text(
        page.read_text("utf-8").replace("status: measured", "status: measured\naliases: [db-old]")
    )
    rule = documents(root)["db/n-plus-one/"]
    assert rule["codes"] == ["db-old", "ASYNC251", "blocking-sleep-in-async-function"]
    assert (rule["id"], rule["impact"], rule["number"]) == ("db-n-plus-one", "critical", "20.0×")
    assert rule["symptoms"] == [
        "The page gets slower with every row it shows",
        "The database log repeats one query",
    ]


def test_a_rule_without_results_has_no_number(root: Path) -> None:
    (root / mini.RULE.folder / "results.json").unlink()
    assert not {"number", "gain"} & documents(root)["db/n-plus-one/"].keys()


def test_reference_pages_are_found_by_the_names_they_document(root: Path) -> None:
    (root / "examples/tools.py").write_text("class Meter: ...\ndef count(): ...\ndef _own(): ...\n")
    (root / "docs/reference").mkdir()
    (root / "docs/reference/tools.md").write_text("# Tools\n\n::: examples.tools\n\n::: rulebook.gone\n")
    tools = documents(root)["reference/tools/"]
    assert tools["kind"] == "Reference"
    assert tools["keywords"] == ["examples.tools", "Meter", "count", "rulebook.gone"]


def test_no_word_is_in_two_groups_of_synonyms() -> None:
    groups = synonyms()
    assert all(len(group) > 1 for group in groups)
    words = [word for group in groups for word in group]
    assert len(set(words)) == len(words)
