"""Ways to break a good project, and what each of them must lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from rulebook.__main__ import main

from examples.harness.results import write
from tests.rulebook import mini

PAGE = "docs/db/n-plus-one.md"
OTHER = "docs/async/serial-await.md"
FOLDER = "examples/db/n_plus_one"
RESULTS = f"{FOLDER}/results.json"

Break = Callable[[Path], None]


def edit(path: str, old: str, new: str) -> Break:
    """Replace text that occurs exactly once in a file."""

    def change(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        (root / path).write_text(text.replace(old, new), "utf-8")

    return change


def add(path: str, text: str) -> Break:
    """Append text to a file, which need not be there."""

    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def raw(path: str, content: bytes) -> Break:
    """Write a file byte by byte."""

    def change(root: Path) -> None:
        (root / path).write_bytes(content)

    return change


def remove(path: str) -> Break:
    def change(root: Path) -> None:
        (root / path).unlink()

    return change


def both(*changes: Break) -> Break:
    def change(root: Path) -> None:
        for each in changes:
            each(root)

    return change


def moved(old: str, new: str) -> Break:
    def change(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return change


def measured(**changes: object) -> Break:
    """Record other results."""

    def change(root: Path) -> None:
        write(mini.results(**changes), root / FOLDER / "results.json")  # type: ignore[arg-type]

    return change


def recorded(alter: Callable[[dict[str, Any]], object]) -> Break:
    """Change the JSON of the results."""

    def change(root: Path) -> None:
        file = root / FOLDER / "results.json"
        data = json.loads(file.read_text("utf-8"))
        alter(data)
        file.write_text(json.dumps(data), "utf-8")

    return change


def at(text: str, path: str = PAGE, project: str = mini.page()) -> str:
    """`path:line` of the only line of the good page that holds the text."""
    lines = [number for number, line in enumerate(project.split("\n"), start=1) if text in line]
    assert len(lines) == 1, (text, lines)
    return f"{path}:{lines[0]}"


def run(root: Path, *words: str) -> Result:
    """A command of `rulebook`, which ends by itself and not by an exception."""
    result = CliRunner().invoke(main, [words[0], "--root", str(root), *words[1:]])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def tree(root: Path) -> dict[str, bytes | str]:
    """Every file and link below the project with what it holds."""
    return {
        str(path.relative_to(root)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def refused(root: Path, place: str, remedy: str) -> None:
    """Assert that the check names the place and the remedy in one line, and that no command half-writes."""
    before = tree(root)
    check = run(root, "check")
    assert check.exit_code == 1, check.output
    lines = check.output.splitlines()
    assert any(line.startswith(place) and remedy in line for line in lines), check.output
    assert all(str(root) not in line for line in lines)
    assert all(re.match(r"[^ :]+(:\d+)?: \S|\d+ problems?$", line) for line in lines), check.output
    assert tree(root) == before
    generated = run(root, "generate")
    if generated.exit_code:
        assert generated.output.endswith("Nothing was written.\n")
        assert tree(root) == before
