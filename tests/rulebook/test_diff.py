"""`rulebook diff`: what a reviewer reads of a change, committed or not."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rulebook import diff as differences
from rulebook.__main__ import main
from rulebook.catalogue import Catalogue

from examples.harness.results import write
from tests.rulebook import mini

PAGE, OTHER_PAGE = f"{mini.RULE.page}", f"{mini.OTHER.page}"
RESULTS = f"{mini.RULE.folder}/results.json"


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(root: Path) -> Path:
    """The good project, committed once."""
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Base")
    return root


def said(root: Path, *options: str) -> str:
    run = CliRunner().invoke(main, ["diff", "--root", str(root), "HEAD", *options])
    assert run.exit_code == 0, run.output
    return run.output


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_nothing_changed(repository: Path) -> None:
    assert said(repository) == "## No rules changed\n\n"


def test_new_results_stand_beside_the_old_ones(repository: Path) -> None:
    write(mini.results(factor=4.0, pythons=("3.9", *mini.PYTHONS)), repository / RESULTS)
    report = said(repository)
    assert "## 1 rule changed" in report
    assert "| critical, but the results give **high** |" in report
    assert "| Python | 3.9 | 3.11 | 3.12 | 3.13 |" in report
    ratios = next(line for line in report.splitlines() if line.startswith("| before ÷ after |"))
    assert ratios.count(" → ") == 3, "3.9 was not measured before"
    assert "**SQLAlchemy**, by orders" in report
    assert "| queries | before | 2 | 11 | 101 | 1,001 |" in report, "what is the same stands there once"
    assert "Similar rules" not in report, "the page did not change"
    moved = report.partition("On older Pythons these ratios moved by a factor of 1.15 or more:")[2]
    rows = [line.split(" | ") for line in moved.splitlines() if line.startswith("| 3.")]
    assert {(row[0], row[1]) for row in rows} == {
        (f"| {python}", case) for python in ("3.11", "3.12") for case in ("SQLAlchemy", "one order")
    }, "the newest stands in the tables, and 3.9 was not measured before"
    assert all(" → " in row[-1] and row[3] == "wall time, after" for row in rows)
    assert "1" not in {row[2] for row in rows}, "at one order nothing has moved"


def test_a_page_alone_leaves_the_evidence_out(repository: Path) -> None:
    edit(repository / PAGE, "impact: critical", "impact: high")
    report = said(repository)
    assert "| critical → **high**, but the results give **critical** |" in report
    assert "The evidence is the same." in report
    assert "| queries |" not in report


def test_a_rule_that_is_renamed_new_or_gone(repository: Path) -> None:
    text = (repository / PAGE).read_text("utf-8").replace("see_also: [async-serial-await]", "")
    moved = text.replace("db-n-plus-one", "db-related-rows").replace("n_plus_one", "related_rows")
    moved = moved.replace("status: measured", "status: measured\naliases: [db-n-plus-one]")
    (repository / "docs/db/related-rows.md").write_text(moved, "utf-8")
    (repository / PAGE).unlink()
    folder = repository / "examples/db/related_rows"
    (repository / mini.RULE.folder).rename(folder)
    write(replace(mini.results(), rule="db-related-rows"), folder / "results.json")
    (repository / OTHER_PAGE).unlink()
    new = text.replace("db-n-plus-one", "db-brand-new").replace("Fetch related rows", "Do a new thing")
    (repository / "docs/db/brand-new.md").write_text(new, "utf-8")
    report = said(repository)
    assert "## 3 rules changed" in report
    renamed = report.partition("Renamed from `db-n-plus-one`.")[2].partition("### ")[0]
    assert "The evidence is the same." in renamed
    assert "Changed: docs/db/related-rows.md, " in renamed
    assert "n\\_plus\\_one" not in renamed
    assert "| `db-brand-new` Do a new thing in one query | new: **critical** | not measured |" in report
    assert "| `async-serial-await` Await independent calls together | critical → **gone** |" in report


def test_a_rule_that_comes_under_review(repository: Path) -> None:
    catalogue = Catalogue.load(repository)
    before = catalogue.rules[str(mini.RULE)]
    after = replace(before, facts=before.facts.model_copy(update={"status": "under-review"}))
    change = differences.Change(str(mini.RULE), before, after, (PAGE,))
    assert change.says_something_new
    report = differences.markdown(differences.Diff(catalogue, (change,), ()))
    assert "Status: measured → **under-review**." in report


def test_the_brief_report_names_what_readers_learn_and_counts_the_rest(repository: Path) -> None:
    write(mini.results(factor=21.0), repository / RESULTS)
    assert said(repository, "--brief").splitlines() == [
        "## 1 rule changed",
        "",
        "1 says what it said before.",
        "",
    ]
    write(mini.results(factor=0.2), repository / RESULTS)
    report = said(repository, "--brief")
    assert "but the results give **reversed**" in report
    assert "###" not in report


def test_a_report_with_a_limit_ends_with_the_last_rule_that_fits(repository: Path) -> None:
    for rule in (mini.RULE, mini.OTHER):
        edit(repository / rule.page, "impact: critical", "impact: high")
    found = differences.diff(repository, "HEAD")
    whole = f"{differences.markdown(found)}\n"
    first, mark, second = whole.partition(f"### `{mini.RULE}`")
    size = len(whole.encode())
    assert said(repository, f"--most={size}") == whole
    for most in (size - 1, size - len((mark + second).encode()) + 100):
        cut = f"{differences.markdown(found, most=most)}\n"
        assert len(cut.encode()) <= most
        assert cut == f"{first}\n1 more did not fit here. See everything with: rulebook diff main\n\n"
    none = differences.markdown(found, most=1)
    assert f"| `{mini.RULE}` " in none, "the list at its head stays"
    assert "\n2 more did not fit here." in none


def test_rules_that_share_rare_words_are_similar(repository: Path) -> None:
    texts = {
        "db-lazy-load": ("Load lazy relations eagerly", "selectinload joinedload", "flood"),
        "db-eager-load": ("Load relations eagerly at once", "selectinload joinedload", "flood"),
        "db-far-away": ("Vacuum a table that is updated often", "autovacuum bloat", "drip"),
    }
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
    texts |= {f"db-{word}": (f"Mind the {word}", word, word) for word in words}
    for name, (title, keywords, symptom) in texts.items():
        page = mini.page().replace("db-n-plus-one", name).replace("Fetch related rows in one query", title)
        page = page.replace("[lazy loading, select_related]", f"[{keywords}]")
        page = page.replace("The page gets slower with every row it shows", symptom)
        page = page.replace("The database log repeats one query", f"{symptom} again")
        (repository / f"docs/db/{name.removeprefix('db-')}.md").write_text(page, "utf-8")
    catalogue = Catalogue.load(repository)
    [(other, shared)] = differences.similar(catalogue.rules["db-lazy-load"], catalogue)
    assert str(other.id) == "db-eager-load"
    assert {"selectinload", "joinedload", "eagerly"} <= set(shared)
    assert differences.similar(catalogue.rules["db-far-away"], catalogue) == []
    assert "- `db-eager-load` Load relations eagerly at once (both say" in said(repository)


def test_text_of_a_page_means_nothing_to_markdown(repository: Path) -> None:
    title = "Do | **d** ~e~ # f_g `h|i`"
    edit(repository / PAGE, "title: Fetch related rows in one query", f"title: '{title}'")
    (repository / mini.RULE.folder / "a`\n## [b](c) <img src=d>.py").touch()
    report = said(repository)
    assert r"Do \| d \~e\~ \# f\_g h\|i" in report
    assert r"a\` \#\# \[b\](c) \<img src=d\>.py" in report


def test_a_page_that_cannot_be_read_is_named(repository: Path) -> None:
    edit(repository / PAGE, "impact: critical", "impact: huge")
    report = said(repository)
    assert "## No rules changed" in report, "it is not gone"
    assert f"- {PAGE}:" in report


def test_a_base_that_is_no_commit_is_refused(repository: Path) -> None:
    run = CliRunner().invoke(main, ["diff", "--root", str(repository), "--", "--output=x"])
    assert run.exit_code == 1
    assert "Name a commit of this repository" in run.output
    assert not (repository / "x").exists()
