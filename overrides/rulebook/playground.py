"""Which rules readers can run in their browser, and the files that this takes: `data/playground/`."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rulebook import evidence
from rulebook.catalogue import Catalogue, Rule

PYTHON = "docs/assets/vendor/pyodide"
"""The interpreter that readers get when they ask for it."""

DATA = "docs/data/playground"
HARNESS = "examples.harness"
RUNNER = f"{HARNESS}.playground"

ABSENT = {
    # processes and threads
    *("_thread", "concurrent", "multiprocessing", "subprocess", "threading"),
    # connections, and loops that wait for them
    *("asyncio", "http", "select", "selectors", "smtplib", "socket", "socketserver", "ssl", "urllib"),
    # the operating system
    *("ctypes", "fcntl", "resource", "signal", "tkinter"),
}
"""What a browser's Python cannot do of the standard library. A rule that needs anything else which is not
there fails the test that runs all of them in a browser."""

_MARK = re.compile(r"^[ \t]*# --8<-- \[.*\n", re.MULTILINE)
"""What a page needs to show a part of a file; the lines are numbered without it, as they are shown."""


def offered(rule: Rule, root: Path) -> bool:
    """Whether the rule's page offers to run its pair."""
    shown = rule.results is not None and not rule.retired and (root / PYTHON).is_dir()
    return shown and bool(files(rule, root))


def files(rule: Rule, root: Path) -> dict[str, str]:
    """The text of every file that the rule's workload reaches, by path, but for the harness.

    Empty where one of them imports what a browser's Python has not, or cannot be read, which others report.
    """
    found: dict[str, str] = {}
    for path, text, outside in _reached(root, f"{rule.id.package}.workload", without=HARNESS):
        if not outside <= sys.stdlib_module_names - ABSENT:
            return {}
        found[path] = text
    return found if f"{rule.id.folder}/workload.py" in found else {}


def megabytes(root: Path) -> int:
    """What a reader loads before the first run."""
    parts = (file for file in (root / PYTHON).iterdir() if file.suffix != ".txt")
    return round(sum(file.stat().st_size for file in parts) / 1e6)


def data(catalogue: Catalogue) -> dict[str, str]:
    """The generated files by path: one for each rule that can be run, and `harness.json` for all of them.

    A rule's is an object with `workload` (its module), `before` and `after` (paths), `files` (text by path),
    `sizes`, `unit`, `reference` (one of the sizes) and `recorded` (the headline in words). The harness is
    text by path.
    """
    found = {
        f"{DATA}/{rule.id}.json": _dump(_of_rule(rule, catalogue.root))
        for rule in catalogue.rules.values()
        if offered(rule, catalogue.root)
    }
    if found:
        harness = {path: text for path, text, _ in _reached(catalogue.root, RUNNER)}
        found[f"{DATA}/harness.json"] = _dump(harness)
    return found


def _of_rule(rule: Rule, root: Path) -> dict[str, object]:
    assert rule.results is not None
    workload = rule.results.workload
    return {
        "workload": f"{rule.id.package}.workload",
        "before": f"{rule.id.folder}/before.py",
        "after": f"{rule.id.folder}/after.py",
        "files": files(rule, root),
        "sizes": workload.sizes,
        "unit": workload.size_unit,
        "reference": workload.reference_size,
        "recorded": evidence.headline(rule.results).text,
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _reached(root: Path, module: str, *, without: str = "") -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each file of the project that importing a module runs: its path, its text, and what else it imports.

    Args:
        root: The project.
        module: The module.
        without: A package that is left out.
    """
    todo, seen = [module], {""}
    while todo:
        name = todo.pop()
        if name in seen or f"{name}.".startswith(f"{without}."):
            continue
        seen.add(name)
        todo.append(name.rpartition(".")[0])
        path = name.replace(".", "/")
        for file in (root / f"{path}.py", root / path / "__init__.py"):
            if file.is_file():
                text, imported = _read(file, file.stat().st_mtime_ns)
                inside = {each for each in imported if each.partition(".")[0] == "examples"}
                todo += sorted(inside - seen)
                outside = frozenset(each.partition(".")[0] for each in imported - inside)
                yield file.relative_to(root).as_posix(), text, outside


@cache
def _read(file: Path, _changed: int) -> tuple[str, frozenset[str]]:
    """A file as it is run, and every name that it may import a module by."""
    try:
        text = _MARK.sub("", file.read_text(encoding="utf-8"))
        return text, frozenset(_imports(ast.parse(text)))
    except (OSError, ValueError, SyntaxError):
        return "", frozenset({""})  # no module's name


def _imports(tree: ast.AST) -> Iterator[str]:
    """What a module imports when it is imported itself."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pass
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (module, *(f"{module}.{each.name}" for each in names))
            case ast.ImportFrom():
                yield ""  # relative: from where, nobody knows here
            case _:
                yield from _imports(node)
