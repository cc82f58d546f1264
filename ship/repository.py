"""The little of git that shipping needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


class ShipError(Exception):
    """Why something is not shipped, and what to do about it."""


def run(root: Path, *command: str, text: str | None = None, **extra: str) -> str:
    """Run a program in `root`, this environment's own first, with `text` on its standard input.

    Raises:
        ShipError: It failed; carries all that it printed.
    """
    program = BIN / command[0]
    done = subprocess.run(
        [str(program) if program.exists() else command[0], *command[1:]],
        cwd=root,
        input=text or "",
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", **extra},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ShipError(f"{' '.join(command[:3])} failed:\n{(done.stdout + done.stderr).strip()}")
    return done.stdout


def git(root: Path, *words: str) -> str:
    """What a git command prints, without the line end.

    Raises:
        ShipError: It failed.
    """
    return run(root, "git", *words).strip()


def commit_of(root: Path, name: str) -> str | None:
    """The commit that a full name of a ref stands for; None where there is none."""
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except ShipError:
        return None
