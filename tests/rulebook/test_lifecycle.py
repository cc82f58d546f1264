"""A rule gets another name, a doubt or an end: everything follows, or nothing does, and its address stays."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rulebook.catalogue import Catalogue
from rulebook.check import check
from rulebook.generate import COMMAND, navigation, rules_json
from rulebook.review import texts

from tests.rulebook import mini
from tests.rulebook.breaking import FOLDER, OTHER, PAGE, add, edit, run, tree

OLD, NEW = "db-n-plus-one", "api-one-by-one"
NEW_PAGE, NEW_FOLDER = "docs/api/one-by-one.md", "examples/api/one_by_one"
PLACE = "not_in_nav: |\n  # <rulebook: redirects>\n  # </rulebook: redirects>\nnav:\n"
REASON = "SQLAlchemy loads with the list by itself since 3.0."
MENTIONS = {
    "README.md": f"make rule RULE={OLD}\n[page]({PAGE})\n",
    "CHANGELOG.md": f"# Changelog\n\n## 0.1.0, 2026-01-02\n\n- The rule `{OLD}`.\n",
    "docs/guide.md": (
        f"# Guide\n\n[a](db/n-plus-one.md), [b](db/n-plus-one.md#{OLD}), [c][{OLD}], {OLD}-more\n"
    ),
    **dict.fromkeys([f"examples/{folder}__init__.py" for folder in ("", "async_/", "db/")], ""),
    "examples/async_/serial_await/workload.py": (
        "from examples.async_.serial_await import after\nfrom examples.db.n_plus_one import before\n\n"
        "USED = after, before\n"
    ),
    "examples/async_/serial_await/before.py": 'ADDRESS = "/db/n-plus-one/"\n',
    "tests/examples/test_edges.py": (
        "from examples.db.n_plus_one.after import ANSWER\n\nFILE = 'db/n_plus_one/after.py'\n\n\n"
        "def test_it() -> None:\n    assert ANSWER\n"
    ),
    f"{FOLDER}/detector.yml": f"id: {OLD}\nlanguage: python\nmessage: m\nrule: {{pattern: a}}\n",
    ".gitignore": "docs/data/\n__pycache__/\n",
}


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=A test", "-c", "user.email=test@example.org"]
    return subprocess.run(
        ["git", "-C", root, *identity, *words], capture_output=True, text=True, check=True
    ).stdout


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Work")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good project under version control, in which much is said of one rule."""
    root = mini.project(tmp_path_factory.mktemp("committed"))
    for path, text in MENTIONS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    edit(PAGE, "  - {tool: ruff,", f"  - {{tool: ast-grep, name: {OLD}}}\n  - {{tool: ruff,")(root)
    edit(PAGE, "Each row asks", "[Calls](../async/serial-await.md), [others](index.md). Each row asks")(root)
    edit("mkdocs.yml", "nav:\n", PLACE)(root)
    add("docs/db/index.md", "\n[it](n-plus-one.md)\n")(root)
    git(root, "init", "--quiet")
    assert run(root, "generate").exit_code == 0
    assert run(root, "record-addresses").exit_code == 0
    assert not check(root)
    commit(root)
    return root


@pytest.fixture
def project(committed: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return shutil.copytree(committed, tmp_path / "project")


def test_a_new_name_goes_wherever_the_old_one_was(project: Path) -> None:
    history = (project / "CHANGELOG.md").read_bytes(), (project / "docs/published.txt").read_bytes()
    result = run(project, "rename", OLD, NEW)
    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"Next: make rule RULE={NEW}, then commit\n")
    assert not check(project)
    assert run(project, "generate", "--check").exit_code == 0
    rule = Catalogue.load(project).rules[NEW]
    assert rule.facts.aliases == [OLD]
    assert rule.results is not None
    assert not (project / FOLDER).exists()
    assert {name.name for name in (project / NEW_FOLDER).iterdir()} == {
        *(f"{name}.py" for name in ("__init__", "before", "after", "workload", "guard", "when_not")),
        "results.json", "detector.yml",
    }  # fmt: skip
    assert Catalogue.load(project).rules["async-serial-await"].facts.related.see_also == [NEW]
    said = {path: (project / path).read_text("utf-8") for path in MENTIONS if (project / path).exists()}
    assert said["README.md"] == f"make rule RULE={NEW}\n[page]({NEW_PAGE})\n"
    links = f"[a](api/one-by-one.md), [b](api/one-by-one.md#{NEW}), [c][{NEW}], {OLD}-more"
    assert said["docs/guide.md"] == f"# Guide\n\n{links}\n"
    assert "[it](../api/one-by-one.md)" in (project / "docs/db/index.md").read_text("utf-8")
    assert "[Calls](../async/serial-await.md), [others](../db/index.md)." in (project / NEW_PAGE).read_text(
        "utf-8"
    )
    assert said["tests/examples/test_edges.py"].startswith(
        'from examples.api.one_by_one.after import ANSWER\n\nFILE = "api/one_by_one/after.py"\n'
    )
    assert said["examples/async_/serial_await/workload.py"].startswith(
        "from examples.api.one_by_one import before\nfrom examples.async_.serial_await import after\n"
    ), "in the order that the linter asks for"
    assert said["examples/async_/serial_await/before.py"] == 'ADDRESS = "/db/n-plus-one/"\n', (
        "a route of its own"
    )
    assert (project / "docs/api/index.md").is_file()
    assert history == ((project / "CHANGELOG.md").read_bytes(), (project / "docs/published.txt").read_bytes())


def test_the_former_address_leads_to_the_rule_through_two_new_names(project: Path) -> None:
    assert run(project, "rename", OLD, NEW).exit_code == 0
    commit(project)
    assert run(project, "rename", NEW, "db-rows").exit_code == 0
    for stub in ("docs/db/n-plus-one.md", NEW_PAGE):
        assert "\nredirect: db/rows/\n" in (project / stub).read_text("utf-8")
    data = [(project / f"docs/data/{name}.json").read_bytes() for name in (OLD, NEW, "db-rows")]
    assert data[0] == data[1] == data[2]
    assert "/db/rows/" in rules_json(Catalogue.load(project))


def test_a_rule_gets_its_former_name_back(project: Path) -> None:
    before = tree(project / "docs/async") | tree(project / "examples")
    assert run(project, "rename", OLD, NEW).exit_code == 0
    commit(project)
    assert run(project, "rename", NEW, OLD).exit_code == 0
    assert Catalogue.load(project).rules[OLD].facts.aliases == [NEW]
    after = tree(project / "docs/async") | tree(project / "examples")
    assert {path: text for path, text in after.items() if not path.startswith("api/")} == before


KILLED = """
import os, signal, sys
from rulebook.__main__ import main
from rulebook.files import Changes

put, left = Changes._put, int(sys.argv.pop(1))


def put_some(changes, file, content):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    put(changes, file, content)


Changes._put = put_some
main()
"""


def killed(root: Path, writes: int, *words: str) -> None:
    """Carry out a command that ends the hard way before it has written all its files."""
    command = [sys.executable, "-c", KILLED, str(writes), words[0], "--root", str(root), *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


@pytest.mark.parametrize("writes", [0, 4])
def test_a_renaming_that_was_killed_is_put_aside_and_done_again(project: Path, writes: int) -> None:
    (project / FOLDER / "__pycache__").mkdir()
    (project / FOLDER / "__pycache__/before.pyc").write_bytes(b"")
    killed(project, writes, "rename", OLD, NEW)
    assert (project / NEW_FOLDER).is_dir() == (writes > 0)
    if writes:
        refused = run(project, "rename", OLD, NEW)
        assert refused.exit_code == 1
        words = refused.output.splitlines()[0].rpartition("with: git ")[2].split()
        assert words == ["stash", "--include-untracked"]
        git(project, *words)
        assert f"{NEW_FOLDER} holds what Git ignores; remove it" in run(project, "rename", OLD, NEW).output
        shutil.rmtree(project / NEW_FOLDER)
    assert run(project, "rename", OLD, NEW).exit_code == 0
    assert not check(project)


def test_a_retirement_that_was_killed_is_finished_by_what_it_says(project: Path) -> None:
    killed(project, 1, "retire", OLD, "--reason", REASON)
    assert run(project, "generate", "--check").exit_code == 1
    refused = run(project, "retire", OLD, "--reason", REASON).output
    assert refused.splitlines()[0].endswith(f"run: {COMMAND}")
    assert run(project, "generate").exit_code == 0
    assert run(project, "generate", "--check").exit_code == 0
    assert all(problem.warning for problem in check(project))


def uncommitted(root: Path) -> None:
    (root / "notes.txt").write_text("mine")


def no_repository(root: Path) -> None:
    (root / ".git").rename(root / "git")


def short_import(root: Path) -> None:
    (root / "tests/examples/test_edges.py").write_text(
        "from examples.db import n_plus_one\n\nprint(n_plus_one)\n"
    )
    commit(root)


def a_former_name(root: Path) -> None:
    edit(OTHER, "status: measured", f"status: measured\naliases: [{NEW}]")(root)
    run(root, "generate")
    commit(root)


def a_folder_in_the_way(root: Path) -> None:
    add(f"{NEW_FOLDER}/notes.md", "mine\n")(root)
    commit(root)


def a_page_in_the_way(root: Path) -> None:
    add(NEW_PAGE, "---\ntitle: Mine\n---\n\n# Mine\n")(root)
    commit(root)


def something_broken(root: Path) -> None:
    edit(PAGE, "effort: minutes", "effort: days")(root)
    commit(root)


def another_broken(root: Path) -> None:
    edit(OTHER, "impact: critical", "impact: low")(root)
    commit(root)


@pytest.mark.parametrize(
    ("prepare", "names", "message"),
    [
        (uncommitted, (OLD, NEW), "not committed: notes.txt; commit it, or put it aside"),
        (no_repository, (OLD, NEW), "the project is no Git working tree; rename in a clone"),
        (
            short_import,
            (OLD, NEW),
            "tests/examples/test_edges.py:1: write `from examples.db.n_plus_one import …`",
        ),
        (a_former_name, (OLD, NEW), f"{NEW_PAGE} exists already; choose another id"),
        (a_folder_in_the_way, (OLD, NEW), f"{NEW_FOLDER} exists already; choose another id"),
        (a_page_in_the_way, (OLD, NEW), f"mend this first: {NEW_PAGE}: applies: missing"),
        (something_broken, (OLD, NEW), f"{PAGE}:8: effort: expected one of minutes"),
        (another_broken, (OLD, NEW), f"mend this first: {OTHER}: impact: the results give critical"),
        (None, (OLD, "misc-rows"), "'misc' is no section; use one of async, db"),
        (None, (OLD, "Rows"), "'Rows' is not a rule id; expected <section>-<slug>"),
        (None, (OLD, f"db-{'x' * 300}"), "too long"),
        (None, (OLD, OLD), f"{FOLDER} exists already; choose another id"),
        (None, ("db-gone", NEW), "no rule 'db-gone'; `rulebook check` names what is wrong"),
        (None, (OLD, "async-serial-await"), "examples/async_/serial_await exists already; choose another id"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(
    project: Path, prepare: Callable[[Path], None] | None, names: tuple[str, str], message: str
) -> None:
    if prepare:
        prepare(project)
    before = tree(project)
    result = run(project, "rename", *names)
    assert result.exit_code == 1
    assert message in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert tree(project) == before


def test_what_goes_wrong_in_the_middle_is_taken_back(project: Path) -> None:
    """A folder where a file must be, at the very end: when the pages are generated."""
    before = tree(project)
    (project / "docs/data").rename(project / "data")
    (project / "docs/data").touch()
    result = run(project, "rename", OLD, NEW)
    assert result.exit_code == 1
    (project / "docs/data").unlink()
    (project / "data").rename(project / "docs/data")
    assert tree(project) == before
    assert not (project / "examples/api").exists()


def test_a_retired_rule_keeps_its_page_and_leaves_everything_else(project: Path) -> None:
    result = run(project, "retire", OLD, "--reason", REASON, "--replacement", "async-serial-await")
    assert result.exit_code == 0, result.output
    assert run(project, "generate", "--check").exit_code == 0
    (warning,) = check(project)
    assert str(warning) == f"{OTHER}:20: warning: related.see_also: {OLD} is retired; remove it"
    catalogue = Catalogue.load(project)
    assert catalogue.rules[OLD].retired
    assert [str(rule.id) for rule in catalogue.current] == ["async-serial-await"]
    assert not any("n-plus-one" in line for line in navigation(catalogue))
    assert "\n  db/n-plus-one.md\n" in (project / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]
    for text in texts(catalogue.rules[OLD], catalogue).values():
        assert text.endswith(f"is retired. {REASON}\n")
    told = rules_json(catalogue)
    assert f'"reason": "{REASON}"' in told
    assert '"replacement": "async-serial-await"' in told
    again = run(project, "retire", OLD, "--reason", REASON)
    assert (again.exit_code, again.output) == (
        1, f"{OLD} is retired already; if that was interrupted, run: {COMMAND}\nNothing was written.\n"
    )  # fmt: skip


def test_a_review_has_a_beginning_and_an_end(project: Path) -> None:
    before = (project / PAGE).read_text("utf-8")
    assert run(project, "review", OLD, "--reason", 'A reader measured `1.0`: "no gain".').exit_code == 0
    assert Catalogue.load(project).rules[OLD].under_review == ('A reader measured `1.0`: "no gain".',)
    assert run(project, "review", OLD, "--reason", "Another reason.").exit_code == 0
    assert Catalogue.load(project).rules[OLD].under_review == ("Another reason.",)
    assert run(project, "review", OLD, "--done").exit_code == 0
    facts = Catalogue.load(project).rules[OLD].facts
    assert (facts.status, facts.reason) == ("measured", None)
    assert facts.review_by.year == facts.reviewed.year + 1
    after = (project / PAGE).read_text("utf-8").splitlines()
    assert [line for line in after if not line.startswith("review")] == [
        line for line in before.splitlines() if not line.startswith("review")
    ]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            ("review", OLD, "--reason", "no full stop"),
            "reason: expected why the rule is under review or retired",
        ),
        (("review", OLD, "--reason", "Two\nlines."), "it must be one line without control characters"),
        (
            ("review", OLD, "--reason", "<script>evil()</script>."),
            "HTML such as <script> would be shown as text",
        ),
        (("review", OLD, "--reason", ""), "reason: expected"),
        (("review", "db-gone", "--reason", "Gone."), "no rule 'db-gone'"),
        (
            ("retire", OLD, "--reason", "Gone.", "--replacement", OLD),
            "replacement: db-n-plus-one is this rule itself",
        ),
        (("retire", OLD, "--reason", "Gone.", "--replacement", "db-gone"), "replacement: no rule db-gone"),
        (
            ("retire", OLD, "--reason", "Gone.", "--replacement", "../x"),
            "replacement: expected the id of the rule",
        ),
    ],
)
def test_an_end_that_cannot_be_right_changes_nothing(
    project: Path, command: tuple[str, ...], message: str
) -> None:
    before = tree(project)
    result = run(project, *command)
    assert result.exit_code == 1
    assert message in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert tree(project) == before


@pytest.mark.parametrize("words", [(), ("--reason", "Gone.", "--done")])
def test_a_review_begins_or_ends(project: Path, words: tuple[str, ...]) -> None:
    result = run(project, "review", OLD, *words)
    assert result.exit_code == 2
    assert "give either --reason or --done" in result.output


def test_keys_are_changed_and_everything_around_them_stays(project: Path) -> None:
    keys = "status: measured # since long\naliases:\n  - db-old\n  # the first name\n"
    edit(PAGE, "status: measured\n", keys)(project)
    run(project, "generate")
    commit(project)
    assert run(project, "review", OLD, "--reason", "Why not.").exit_code == 0
    text = (project / PAGE).read_text("utf-8")
    assert (
        'status: under-review # since long\nreason: "Why not."\naliases:\n  - db-old\n  # the first name\n'
        in text
    )
    commit(project)
    assert run(project, "rename", OLD, NEW).exit_code == 0
    assert f"aliases: [db-old, {OLD}]\n" in (project / NEW_PAGE).read_text("utf-8")


def test_addresses_are_recorded_once_and_never_removed(project: Path) -> None:
    listed = (project / "docs/published.txt").read_text("utf-8")
    assert "\n/\n/async/\n/async/serial-await/\n" in listed
    assert "\n/data/db-n-plus-one.json\n/data/feed.xml\n/data/rules.json\n" in listed
    assert run(project, "record-addresses").output == ""
    (project / "docs/guide.md").unlink()
    add("docs/new.md", "# New\n")(project)
    assert run(project, "record-addresses").output == "docs/published.txt: written\n"
    assert (project / "docs/published.txt").read_text("utf-8") == listed.replace(
        "/guide/\n", "/guide/\n/new/\n"
    )
    (problem,) = check(project)
    assert problem.message.startswith("/guide/ leads nowhere any more")


def test_a_redirect_that_somebody_wrote_is_left_alone_and_counts(project: Path) -> None:
    (project / "docs/guide.md").unlink()
    add("docs/guide.md", "---\ntemplate: redirect.html\ntitle: Moved\nredirect: method/\n---\n\n# Moved\n")(
        project
    )
    assert run(project, "generate").exit_code == 0
    assert (project / "docs/guide.md").exists()
    assert not check(project)
