"""`python -m examples`: what people type, and what they get back."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from examples.harness import interpreters
from examples.harness.identity import discover
from examples.harness.results import version_order
from examples.harness.services.child import PROJECT

RULES = [str(rule) for rule in discover(PROJECT)]


def examples(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "examples", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_list_names_every_rule() -> None:
    done = examples("list", COLUMNS="200")
    assert done.returncode == 0, done.stderr
    assert [rule for rule in RULES if rule not in done.stdout] == []


@pytest.mark.parametrize("command", ["run", "measure"])
def test_an_unknown_rule_suggests_the_nearest(command: str) -> None:
    done = examples(command, f"{RULES[0]}x")
    assert done.returncode != 0
    assert f"did you mean {RULES[0]}" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_json_is_all_that_is_printed() -> None:
    done = examples("measure", "algo-string-join", "--quick", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["rule"] == "algo-string-join"
    assert data["rows"][0]["ratio"]["low"] <= data["rows"][0]["ratio"]["high"]


def test_a_missing_server_is_said_without_a_traceback() -> None:
    done = examples("measure", "db-n-plus-one", "--quick", DATABASE_URL="postgresql://me@127.0.0.1:1/x")
    assert done.returncode != 0
    assert "DATABASE_URL: no PostgreSQL answers" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_that_is_not_there_is_said_with_those_that_are() -> None:
    done = examples("measure", RULES[0], "--python", "3.99")
    assert done.returncode != 0
    assert "no CPython 3.99 found; there are 3." in done.stderr
    assert "Traceback" not in done.stderr


def test_interpreters_are_found_oldest_first() -> None:
    found = interpreters.find()
    names = [interpreter.name for interpreter in found]
    assert names == sorted(set(names), key=version_order)
    assert ".".join(map(str, sys.version_info[:2])) in names
