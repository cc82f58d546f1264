"""The commands of the environment that the tests run in, active or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def run(program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program that the lock has installed, in the project's folder, whatever its exit status."""
    return subprocess.run([BIN / program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
