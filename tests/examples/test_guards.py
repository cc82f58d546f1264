"""What "Keep it fixed" offers: pytest collects each guard; it passes on the after and fails on the before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.command import ROOT
from tests.examples.files import RULES

GUARDS = [str(rule.folder / "guard.py") for rule in RULES]


def test_every_guard_is_run_with_the_other_tests(pytestconfig: pytest.Config) -> None:
    assert "examples" in pytestconfig.getini("testpaths")
    assert "guard.py" in pytestconfig.getini("python_files")
    assert [guard for guard in GUARDS if not (ROOT / guard).is_file()] == []


def test_every_guard_fails_on_the_before(tmp_path: Path, servers: dict[str, str]) -> None:
    report = tmp_path / "before.xml"
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", f"--junit-xml={report}", "--guard-against=before"]
    # In a session of its own: what the guards import from an after is swapped in their modules.
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *GUARDS],
        cwd=ROOT,
        env={**os.environ, **servers},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    found: dict[str, list[str]] = {"passed": [], "failure": [], "error": [], "skipped": []}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = [child.tag for child in case if child.tag in found] or ["passed"]
        found[kinds[0]].append(f"{case.get('classname')}.{case.get('name')}")
    assert not found["passed"], f"these guards would not have noticed: {found['passed']}"
    assert not found["error"] and not found["skipped"], found
    assert len(found["failure"]) >= len(GUARDS)
