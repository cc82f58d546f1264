"""The project's own code: linted, formatted and typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        (sys.executable, "-m", "mypy", "examples", "overrides/rulebook", "tests"),
    ],
    ids=["linted", "formatted", "typed"],
)
def test_the_code_is(command: tuple[str, ...]) -> None:
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
