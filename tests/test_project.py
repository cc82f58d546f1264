"""The project's own code: linted, formatted and typed."""

from __future__ import annotations

import pytest

from tests.command import run


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "examples", "overrides/rulebook", "ship", "tests"),
    ],
    ids=["linted", "formatted", "typed"],
)
def test_the_code_is(command: tuple[str, ...]) -> None:
    result = run(*command)
    assert result.returncode == 0, result.stdout + result.stderr
