"""What a build needs is written when it changed, refused when it cannot be right, and removed when stale."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from rulebook.__main__ import main
from rulebook.catalogue import Catalogue
from rulebook.generate import navigation

from examples.harness.results import write
from tests.command import ROOT
from tests.rulebook import mini

PAGE = str(mini.RULE.page)


def generate(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["generate", "--root", str(root), *options])


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_sections_stand_in_impact_order_and_rules_by_rank(root: Path) -> None:
    assert navigation(Catalogue.load(root)) == [
        "- Async patterns:",
        "    - async/index.md",
        '    - "Await independent calls together": async/serial-await.md',
        "- Database:",
        "    - db/index.md",
        '    - "Fetch related rows in one query": db/n-plus-one.md',
    ]


def test_profiling_opens_the_navigation(root: Path) -> None:
    (root / "docs/profile").mkdir()
    (root / "docs/profile/index.md").write_text("# Profile first\n")
    assert navigation(Catalogue.load(root))[:2] == ["- Profile first:", "    - profile/index.md"]


def test_inside_a_section_level_then_ratio_then_effort_decide(root: Path) -> None:
    order = {
        "a": ("low", 1.2, "minutes"),
        "b": ("critical", 12.0, "design"),
        "c": ("critical", 30.0, "hours"),
        "d": ("critical", 12.0, "minutes"),
        "e": ("none", 1.0, "minutes"),
    }
    for slug, (level, factor, effort) in order.items():
        text = (
            mini.page()
            .replace("db-n-plus-one", f"algo-{slug}")
            .replace("impact: critical", f"impact: {level}")
        )
        file = root / f"docs/algo/{slug}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace("effort: minutes", f"effort: {effort}"), "utf-8")
        folder = root / f"examples/algo/{slug}"
        folder.mkdir(parents=True)
        rule = type(mini.RULE).parse(f"algo-{slug}")
        write(mini.results(rule, factor=factor), folder / "results.json")
    ranked = [rule.id.slug for rule in Catalogue.load(root).in_section("algo")]
    assert ranked == ["c", "d", "b", "a", "e"]


def test_everything_is_written_once(root: Path) -> None:
    stale = generate(root, "--check")
    assert stale.exit_code == 1
    assert "mkdocs.yml: stale; run: python -m rulebook generate" in stale.output
    assert not (root / "docs/data").exists()
    assert generate(root).exit_code == 0
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    again = generate(root)
    assert (again.exit_code, again.output) == (0, "")
    assert generate(root, "--check").exit_code == 0
    assert before == {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def test_the_rest_of_the_configuration_is_kept(root: Path) -> None:
    generate(root)
    text = (root / "mkdocs.yml").read_text("utf-8")
    assert "custom: !!python/name:material.extensions.emoji.twemoji\n" in text
    navigation = yaml.safe_load(text.partition("nav:\n")[2])
    assert [next(iter(entry)) if isinstance(entry, dict) else entry for entry in navigation] == [
        "index.md", "Async patterns", "Database", "method.md"
    ]  # fmt: skip


def test_data_files_are_the_results_and_the_rules(root: Path) -> None:
    generate(root)
    raw = (root / "docs/data/db-n-plus-one.json").read_bytes()
    assert raw == (root / mini.RULE.folder / "results.json").read_bytes()
    data = json.loads((root / "docs/data/rules.json").read_bytes())
    assert data["site"] == "https://rules.example.org"
    assert [rule["id"] for rule in data["rules"]] == ["async-serial-await", "db-n-plus-one"]


def test_what_leads_on_takes_the_same_along() -> None:
    # One is a builder's template and one is ours: neither can read the other's.
    files = [ROOT / f"overrides/{folder}/redirect.html" for folder in ("rulebook/templates", "theme")]
    ours, theirs = (re.findall(r"<script>.*</script>", file.read_text("utf-8"), re.DOTALL) for file in files)
    assert "location.replace(target);" in ours[0]
    assert ours[0].split() == theirs[0].split()


def test_a_former_id_becomes_a_redirect_and_goes_with_its_alias(root: Path) -> None:
    aliases = "status: measured\naliases: [db-lazy-load, api-rows]"
    change(
        root,
        "mkdocs.yml",
        "nav:\n",
        "not_in_nav: |\n  # <rulebook: redirects>\n  # </rulebook: redirects>\nnav:\n",
    )
    change(root, PAGE, "status: measured", aliases)
    assert generate(root).exit_code == 0
    stub = (root / "docs/db/lazy-load.md").read_text("utf-8")
    facts = yaml.safe_load(stub.split("---\n")[1])
    assert facts == {
        "template": "redirect.html",
        "title": "Moved",
        "redirect": "db/n-plus-one/",
    }
    assert "redirect: db/n-plus-one/\n" in (root / "docs/api/rows.md").read_text("utf-8")
    hidden = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8").replace("!!python", ""))["not_in_nav"]
    assert [line for line in hidden.split("\n") if line and line[0] != "#"] == [
        "api/rows.md",
        "db/lazy-load.md",
    ]
    assert CliRunner().invoke(main, ["check", "--root", str(root)]).exit_code == 0
    change(root, PAGE, aliases, "status: measured")
    assert "docs/db/lazy-load.md: removed" in generate(root).output
    assert not (root / "docs/db/lazy-load.md").exists()


def test_short_addresses_lead_to_rules_and_a_shared_lint_to_the_table(root: Path) -> None:
    change(root, str(mini.OTHER.page), "blocking-sleep-in-async-function, code: ASYNC251", "x, code: X1")
    generate(root)
    short = {page.parent.name: page.read_text("utf-8") for page in root.glob("docs/l/*/index.html")}
    assert short.keys() == {
        "async-serial-await", "db-n-plus-one", "ASYNC251", "blocking-sleep-in-async-function", "X1", "x"
    }  # fmt: skip
    assert 'content="0; url=../../db/n-plus-one/"' in short["ASYNC251"]
    assert 'href="../../async/serial-await/"' in short["x"]
    change(root, str(mini.OTHER.page), "x, code: X1", "blocking-sleep-in-async-function, code: ASYNC251")
    assert "docs/l/X1/index.html: removed" in generate(root).output
    for name in ("ASYNC251", "blocking-sleep-in-async-function"):
        shared = (root / f"docs/l/{name}/index.html").read_text("utf-8")
        assert 'content="0; url=../../rules/?lint=ASYNC251"' in shared


def test_data_of_a_rule_that_is_gone_is_removed(root: Path) -> None:
    generate(root)
    (root / PAGE).unlink()
    change(root, str(mini.OTHER.page), "see_also: [db-n-plus-one]", "see_also: []")
    assert "docs/data/db-n-plus-one.json: removed" in generate(root).output


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (PAGE, "effort: minutes", "effort: days", "docs/db/n-plus-one.md:8: effort: expected one of minutes"),
        (
            "mkdocs.yml",
            "# </rulebook: nav>",
            "",
            "mkdocs.yml: no place for generated lines; write in nav the two",
        ),
        (
            PAGE,
            "status: measured",
            "status: measured\naliases: [db-old]",
            "mkdocs.yml: no place for generated lines",
        ),
        (
            PAGE,
            "status: measured",
            "status: measured\naliases: [async-serial-await]",
            "docs/db/n-plus-one.md:27: aliases: async-serial-await has a page of its own; remove",
        ),
    ],
)
def test_nothing_is_written_from_what_cannot_be_right(
    root: Path, path: str, old: str, new: str, message: str
) -> None:
    change(root, path, old, new)
    before = (root / "mkdocs.yml").read_bytes()
    run = generate(root)
    assert run.exit_code == 1
    assert run.output.startswith(message), run.output
    assert "Nothing was written." in run.output
    assert (root / "mkdocs.yml").read_bytes() == before
    assert not (root / "docs/data").exists()


def test_no_builder_is_imported() -> None:

    program = (
        "import pkgutil, importlib, sys, rulebook\n"
        "[importlib.import_module(f'rulebook.{m.name}') for m in pkgutil.iter_modules(rulebook.__path__)]\n"
        "roots = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(roots & {'mkdocs', 'zensical', 'material'}))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
