"""What "Keep it fixed" offers: pytest collects each guard; it passes on the after and fails on the before."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.command import ROOT
from tests.examples.files import RULES

GUARDS = [str(rule.folder / "guard.py") for rule in RULES]


def test_every_guard_is_run_with_the_other_tests(pytestconfig: pytest.Config) -> None:
    assert "examples" in pytestconfig.getini("testpaths")
    assert "guard.py" in pytestconfig.getini("python_files")
    assert [guard for guard in GUARDS if not (ROOT / guard).is_file()] == []


def test_every_guard_fails_on_the_before(servers: dict[str, str]) -> None:
    # In a session of its own: what the guards import from an after is swapped in their modules.
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", "-rf", "--guard-against=before"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *GUARDS],
        cwd=ROOT,
        env={**os.environ, **servers},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"these guards would not have noticed:\n{run.stdout}{run.stderr}"
    counted = re.fullmatch(r"(\d+) xfailed in .+", run.stdout.splitlines()[-1])
    assert counted, run.stdout
    assert int(counted[1]) >= len(GUARDS)
