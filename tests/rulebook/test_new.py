"""A new rule runs at once, and every check that fails on it says what to write next."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rulebook.__main__ import main

from tests.examples.test_files import COLUMNS
from tests.rulebook import mini

PROJECT = Path(__file__).parents[2]


def new(root: Path, *arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["new", "--root", str(root), *arguments], input=answers)


def test_a_new_rule_asks_only_for_content(root: Path) -> None:
    run = new(root, "caching-keys", "--title", "Use stable `keys`: always", "--saves", "latency")
    assert run.exit_code == 0, run.output
    check = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert check.exit_code == 1
    asked = check.output.splitlines()[:-1]
    assert len(asked) >= 15
    assert all("content missing: " in line or "no results yet; record them with" in line for line in asked), (
        asked
    )
    said = run.output.splitlines()
    assert said[-2:] == ["mkdocs.yml: written", "Next: make rule RULE=caching-keys"], "nothing buries it"
    assert CliRunner().invoke(main, ["generate", "--check", "--root", str(root)]).exit_code == 0


def test_what_is_not_given_is_asked(root: Path) -> None:
    run = new(root, answers="memory\nStream the rows of a large file\n\nmemory\n")
    assert run.exit_code == 0, run.output
    assert (root / "docs/memory/stream-rows-large-file.md").is_file()
    assert (root / "examples/memory/stream_rows_large_file/workload.py").is_file()
    assert (root / "docs/memory/index.md").read_text("utf-8").startswith("# Memory { #section-memory }\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("db-n-plus-one", "--title", "T", "--saves", "cpu"),
            "docs/db/n-plus-one.md exists already; choose another",
        ),
        (("misc-thing", "--title", "T", "--saves", "cpu"), "'misc' is no section; use one of async"),
        (("Keys", "--title", "T", "--saves", "cpu"), "'Keys' is not a rule id"),
        (("db-a", "--title", "T" * 61, "--saves", "cpu"), "61 characters; write 1 to 60"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_written(
    root: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = sorted(root.rglob("*"))
    run = new(root, *arguments)
    assert run.exit_code != 0
    assert message in run.output
    assert sorted(root.rglob("*")) == before


def test_the_placeholder_code_runs_is_linted_and_guarded(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "examples/harness", tmp_path / "examples/harness")
    (tmp_path / "examples/__init__.py").touch()
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    (tmp_path / "mkdocs.yml").write_text(mini.MKDOCS, "utf-8")
    assert new(tmp_path, "algo-try-it", "--title", "Try it", "--saves", "cpu").exit_code == 0
    folder = tmp_path / "examples/algo/try_it"

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "PATH": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    for name, output in (("before", "3.0"), ("after", "3.0"), ("when_not", "True")):
        shown = run("-m", f"examples.algo.try_it.{name}")
        assert (shown.returncode, shown.stdout.strip()) == (0, output), shown.stderr
    workload = run("-c", "from examples.algo.try_it.workload import WORKLOAD; assert WORKLOAD.cases")
    assert workload.returncode == 0, workload.stderr
    for name in ("before", "after", "when_not", "guard"):  # what stands on the page
        assert max(map(len, (folder / f"{name}.py").read_text("utf-8").splitlines())) <= COLUMNS, name
    linted = run("-m", "ruff", "check", "--no-cache", str(folder))
    assert linted.returncode == 0, linted.stdout
    guard = ["-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder / "guard.py")]
    assert run(*guard).returncode == 0
    (folder / "after.py").write_bytes((folder / "before.py").read_bytes())
    assert run(*guard).returncode == 1
