"""What "Keep it fixed" offers: each guard passes on the after and fails on the before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests.command import ROOT
from tests.examples.files import RULES

GUARDS = [ROOT / rule.folder / "guard.py" for rule in RULES]


def outcomes(report: Path, *options: str) -> dict[str, list[str]]:
    """Run every guard in one pytest of its own; the tests' names by outcome."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*pytest, f"--junit-xml={report}", *options, *GUARDS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    found: dict[str, list[str]] = {"passed": [], "failure": [], "error": [], "skipped": []}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = [child.tag for child in case if child.tag in found] or ["passed"]
        found[kinds[0]].append(f"{case.get('classname')}.{case.get('name')}")
    return found


def test_every_guard_passes_on_the_after(tmp_path: Path) -> None:
    found = outcomes(tmp_path / "after.xml")
    assert not found["failure"] and not found["error"] and not found["skipped"], found
    assert len(found["passed"]) >= len(GUARDS)


def test_every_guard_fails_on_the_before(tmp_path: Path) -> None:
    found = outcomes(tmp_path / "before.xml", "--guard-against=before")
    assert not found["passed"], f"these guards would not have noticed: {found['passed']}"
    assert not found["error"] and not found["skipped"], found
    assert len(found["failure"]) >= len(GUARDS)
