"""Every example file runs, prints what it says it prints, and reads as good Python."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import pytest_examples.run_code
from pytest_examples import EvalExample

from tests.command import ROOT
from tests.examples.files import FILES, RULES, WholeFile, name, recorded_outputs, rule_of
from tests.examples.scripts import run_script

LINTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
COLUMNS = 88
TARGET: Any = "py311"  # the annotation in pytest-examples ends at py310, its code does not
LONGEST = 60


def uses_processes(path: Path) -> bool:
    """Whether a file starts processes that must be able to import it as `__main__`."""
    return "ProcessPoolExecutor" in path.read_text("utf-8")


IN_PROCESS = [path for path in FILES if not uses_processes(path)]
IN_SUBPROCESS = [path for path in FILES if uses_processes(path)]

each_file = pytest.mark.parametrize("path", FILES, ids=name)


@pytest.fixture
def ready(eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch) -> EvalExample:
    """pytest-examples with the project's settings."""
    monkeypatch.setenv("RUFF_OUTPUT_FORMAT", "concise")  # the only format whose lines it maps back
    # Its rewritten traceback aborts the whole session on CPython 3.11 when an example raises.
    monkeypatch.setattr(pytest_examples.run_code, "create_example_traceback", lambda *_: None)
    eval_example.set_config(line_length=COLUMNS, target_version=TARGET, ruff_select=LINTS["select"])
    return eval_example


def test_every_rule_brings_a_before_an_after_and_a_when_not() -> None:
    assert len(RULES) >= 8
    assert len(FILES) >= 3 * len(RULES)
    for rule in RULES:
        found = {path.name for path in FILES if rule_of(path) == rule}
        assert {"before.py", "after.py", "when_not.py"} <= found, rule


@pytest.mark.usefixtures("services")  # which a demonstration finds running
@pytest.mark.parametrize("path", IN_PROCESS, ids=name)
def test_prints_what_it_says(path: Path, ready: EvalExample) -> None:
    example = WholeFile.read(path)
    printed: set[int] = set()

    def record(file: Path, frame: inspect.FrameInfo, _: Any) -> bool:
        if not file.samefile(frame.filename):
            return False
        printed.add(frame.lineno)
        return True

    ready.include_print = record
    if ready.update_examples:
        ready.run_print_update(example)
        return
    ready.run_print_check(example)
    recorded = recorded_outputs(example.source)
    assert recorded, f"{name(path)} demonstrates nothing: print a result under `if __name__ == '__main__':`"
    stale = {line for line in recorded if not any(line <= number for number in printed)}
    never = recorded.keys() - printed
    assert not stale and not never, (
        f"{name(path)}: output recorded at lines {never or stale} was never printed"
    )


@pytest.mark.parametrize("path", IN_SUBPROCESS, ids=name)
def test_prints_what_it_says_when_it_starts_processes(path: Path) -> None:
    run = subprocess.run(
        [sys.executable, path], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    recorded = recorded_outputs(path.read_text("utf-8"))
    assert recorded, f"{name(path)} demonstrates nothing"
    assert run.stdout.splitlines() == [line for lines in recorded.values() for line in lines]


@pytest.mark.parametrize(
    "path", [path for rule in RULES for path in (ROOT / rule.folder).glob("find_it.py")], ids=name
)
def test_the_script_that_confirms_a_rule_still_prints_something(
    path: Path, tmp_path: Path, servers: dict[str, str]
) -> None:
    starts_its_own = "postgres.SETTINGS" in path.read_text("utf-8")
    status, printed, complained = run_script(
        f"{rule_of(path).package}.find_it", tmp_path, {} if starts_its_own else servers
    )
    assert status == 0, complained
    assert printed.strip()
    assert path.with_suffix(".txt").read_text("utf-8").strip(), "record what it prints"


@each_file
def test_reads_as_good_python(path: Path, ready: EvalExample) -> None:
    ready.config.ruff_ignore = list(LINTS["ignore"])
    if path.name.startswith("before"):
        ready.config.ruff_ignore += LINTS["per-file-ignores"]["examples/*/*/before*.py"]
    ready.lint(WholeFile.read(path))


@each_file
def test_is_short_enough_to_read_on_its_page(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert len(lines) <= LONGEST
    assert not any("noqa" in line or "type: ignore" in line for line in lines)


@each_file
def test_has_types_and_a_docstring_of_one_line(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    docstring = ast.get_docstring(module)
    assert docstring and "\n" not in docstring
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.returns is not None, f"{node.name} does not say what it returns"


@each_file
def test_importing_it_prints_nothing_and_starts_nothing(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    package = rule_of(path).package
    importlib.import_module(f"{package}.{path.stem}")
    assert capfd.readouterr() == ("", "")
