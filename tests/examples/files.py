"""The example files of every rule, as the tests see them."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path, PurePosixPath
from types import ModuleType
from uuid import uuid4

from pytest_examples import CodeExample

from examples.harness.identity import RuleId, discover
from tests.command import ROOT

RULES = discover(ROOT)

FILES = sorted(
    path
    for rule in RULES
    for pattern in ("before*.py", "after*.py", "when_not*.py")
    for path in (ROOT / rule.folder).glob(pattern)
)


def name(path: Path) -> str:
    """What a test calls a file: `db/n_plus_one/before.py`."""
    return path.relative_to(ROOT / "examples").as_posix()


def rule_of(path: Path) -> RuleId:
    """The rule whose folder holds a file."""
    return RuleId.of_folder(PurePosixPath(path.parent.relative_to(ROOT)))


class WholeFile(CodeExample):
    """A Python file as one example; pytest-examples by itself sees only the fences in its docstrings."""

    def in_py_file(self) -> bool:
        # True would mean "inside a docstring", where two blank lines are an error.
        return False

    @classmethod
    def read(cls, path: Path) -> WholeFile:
        """The file at `path`, in a group of its own."""
        example = super().create(path.read_text("utf-8"), path=path)
        assert isinstance(example, cls)
        example.group = uuid4()
        return example


def recorded_outputs(source: str) -> dict[int, list[str]]:
    """The `#>` lines of a source by the line of the statement that they follow."""
    lines = source.splitlines()
    ends = {
        node.end_lineno: node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.end_lineno is not None
    }
    outputs: dict[int, list[str]] = {}
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#>"):
            statement = number - 1
            while lines[statement - 1].lstrip().startswith("#>"):
                statement -= 1
            outputs.setdefault(ends.get(statement, statement), []).append(
                line.strip().removeprefix("#>").strip()
            )
    return outputs


def said(script: ModuleType) -> list[str]:
    """What the `#>` lines of a script say that it prints, from above."""
    outputs = recorded_outputs(inspect.getsource(script))
    return [line for number in sorted(outputs) for line in outputs[number]]
