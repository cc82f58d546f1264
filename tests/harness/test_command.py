"""`python -m examples`: what people type, and what they get back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from examples import __main__ as command
from examples.__main__ import main
from examples.harness import interpreters
from examples.harness.identity import discover
from examples.harness.measure import CannotTellError
from examples.harness.results import version_order, write
from examples.harness.services.child import PROJECT
from tests.rulebook import mini

RULES = [str(rule) for rule in discover(PROJECT)]


def invoke(*arguments: str, **environment: str) -> Result:
    """A command in this process, which has imported all rules; an error that is not said fails the test."""
    done = CliRunner(env=environment).invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def test_list_names_every_rule() -> None:
    done = invoke("list", COLUMNS="200")
    assert done.exit_code == 0, done.stderr
    assert [rule for rule in RULES if rule not in done.stdout] == []


@pytest.mark.parametrize("command", ["run", "measure"])
def test_an_unknown_rule_suggests_the_nearest(command: str) -> None:
    done = invoke(command, f"{RULES[0]}x")
    assert done.exit_code != 0
    assert f"did you mean {RULES[0]}" in done.stderr
    assert done.stdout == ""


def test_json_is_all_that_is_printed() -> None:
    command = [sys.executable, "-m", "examples", "measure", "algo-string-join"]
    options = ["--quick", "--reference", "--json"]
    done = subprocess.run([*command, *options], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["rule"] == "algo-string-join"
    assert data["rows"][0]["ratio"]["low"] <= data["rows"][0]["ratio"]["high"]


def test_a_missing_server_is_said_without_a_traceback() -> None:
    done = invoke(
        "measure", "db-n-plus-one", "--quick", "--reference", DATABASE_URL="postgresql://me@127.0.0.1:1/x"
    )
    assert done.exit_code != 0
    assert "DATABASE_URL: no PostgreSQL answers" in done.stderr


def test_a_python_that_is_not_there_is_said_with_those_that_are() -> None:
    done = invoke("measure", RULES[0], "--python", "3.99")
    assert done.exit_code != 0
    assert "no CPython 3.99 found; there are 3." in done.stderr


LISTED = [
    ("cpython", "3.14.0", "default"),
    ("cpython", "3.13.1", "freethreaded"),
    ("cpython", "3.13.0", "default"),
    ("cpython", "3.13.2", "default"),
    ("cpython", "3.13.2", "debug"),
    ("cpython", "3.11.4", "default"),
    ("cpython", "3.10.9", "default"),
    ("pypy", "3.11.11", "default"),
    ("cpython", "3.15.0a1", "default"),
]


def test_the_newest_patch_of_each_supported_python_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        {
            "implementation": implementation,
            "version": version,
            "variant": variant,
            "version_parts": dict(zip(("major", "minor", "patch"), parts(version), strict=True)),
            "path": f"/usr/bin/{implementation}{version}",
        }
        for implementation, version, variant in LISTED
    ]
    monkeypatch.setattr(interpreters, "_uv", lambda *_: json.dumps(entries))
    found = interpreters.find()
    assert [(one.name, one.version) for one in found] == [
        ("3.13", "3.13.2"),
        ("3.14", "3.14.0"),
        ("3.13t", "3.13.1"),
    ]
    assert interpreters.choose("3.13t") == found[-1]
    assert interpreters.choose("3.13.2").name == "3.13"


def parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]


def test_the_running_interpreter_needs_no_environment_of_its_own() -> None:
    assert interpreters.running().environment() == Path(sys.executable)
    assert replace(interpreters.running(), path=Path("/elsewhere")).environment() == Path(sys.executable)


def test_two_files_are_compared_and_files_of_two_rules_are_not(tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    write(mini.results(), first)
    write(mini.results(factor=40), second)
    write(mini.results(mini.OTHER), other)
    done = invoke("compare", str(second), str(first))
    assert done.exit_code == 0, done.stderr
    said = "Python 3.13, wall at the reference: 40.1× here (gain), 20× in a.json (gain): differs: 2× more."
    assert said in done.stdout
    done = invoke("compare", str(first), str(other))
    assert done.exit_code == 1
    assert "name two files of one rule" in done.stderr
    done = invoke("compare", str(first), str(tmp_path / "none.json"))
    assert done.exit_code == 2
    assert "none.json' does not exist" in done.stderr


def test_results_of_other_machines_are_taken_over_only_where_all_can_be_read(tmp_path: Path) -> None:
    rule = discover(PROJECT)[0]
    recorded = PROJECT / rule.folder / "results.json"
    before = recorded.read_bytes()
    for number in "12":
        (tmp_path / f"results-{number}").mkdir()
    done = invoke("take", str(tmp_path))
    assert (done.exit_code, "no results.json below" in done.stderr) == (1, True), done.stderr
    (tmp_path / "results-1/results.json").write_bytes(before)
    done = invoke("take", str(tmp_path))
    assert (done.exit_code, done.stdout + done.stderr) == (0, ""), "the same run is there already"
    newer = before.replace(b'"date": "2', b'"date": "3')
    assert newer != before
    (tmp_path / "results-1/results.json").write_bytes(newer)
    (tmp_path / "results-2/results.json").write_bytes(before[:1000])
    done = invoke("take", str(tmp_path))
    assert done.exit_code == 1
    assert "results-2/results.json: not JSON" in done.stderr
    assert recorded.read_bytes() == before


def test_a_rule_that_cannot_be_measured_leaves_a_note_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "REFUSED", tmp_path / "refused")
    rule, chosen = discover(PROJECT)[0], [interpreters.running()]
    error = CannotTellError("cannot tell: 5 processes gave ratios\n  from 0.3 to 3. Nothing was recorded.")
    with pytest.raises(CannotTellError), command._noted(rule, chosen):
        raise error
    (note,) = (tmp_path / "refused").iterdir()
    said = "cannot tell: 5 processes gave ratios from 0.3 to 3. Nothing was recorded."
    assert note.read_text("utf-8") == f"- `{rule}` on Python {chosen[0].name}: {said}\n"
    with command._noted(rule, chosen):
        pass
    assert not note.exists()


def test_a_look_is_not_recorded() -> None:
    for options in (["--quick", "--write"], ["--quick", "--all-pythons"], ["--reference", "--write"]):
        done = invoke("measure", RULES[0], *options)
        assert done.exit_code == 2
        assert options[0] in done.stderr


def test_without_the_gil_the_lock_is_installed_but_for_what_has_no_wheel() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    normal = interpreters.Interpreter("3.14.0", Path("/usr/bin/python3.14"))
    assert normal.requirements(lock) == lock
    kept = replace(normal, free_threaded=True).requirements(lock).splitlines()
    gone = [line for line in lock.splitlines() if line not in set(kept)]
    assert kept == [line for line in lock.splitlines() if line not in gone], "in the same order"
    assert [line.split("==")[0] for line in gone if "==" in line] == [*interpreters.WITH_GIL]


def test_interpreters_are_found_oldest_first() -> None:
    found = interpreters.find()
    names = [interpreter.name for interpreter in found]
    assert names == sorted(set(names), key=version_order)
    assert ".".join(map(str, sys.version_info[:2])) in names
