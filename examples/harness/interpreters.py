"""Other CPythons on this machine, and an environment for each from the same lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, replace
from pathlib import Path

from examples.harness.services.child import PROJECT

OLDEST = (3, 11, 5)
WITH_GIL = ("psycopg-binary", "watchfiles", "zensical")
"""What has no wheel for a CPython without the GIL, and could not be built on every machine."""


class InterpreterError(Exception):
    """An interpreter that is not there, or an environment that cannot be made."""


@dataclass(frozen=True)
class Interpreter:
    """A CPython.

    Attributes:
        version: "3.13.0".
        path: The program.
        free_threaded: Whether it was built without the GIL.
    """

    version: str
    path: Path
    free_threaded: bool = False

    @property
    def name(self) -> str:
        """The version as people say it: "3.13", and "3.13t" without the GIL."""
        return ".".join(self.version.split(".")[:2]) + ("t" if self.free_threaded else "")

    def requirements(self, lock: str) -> str:
        """What of a lock's text is installed here: all, but without the GIL nothing that has no wheel there.

        psycopg then uses its Python part, and the libpq of the system. What the site alone needs would have
        to be compiled from Rust, and nothing of it is measured.
        """
        if not self.free_threaded:
            return lock
        return re.sub(rf"^(?:{'|'.join(WITH_GIL)})==(?:.*\\\n)*.*\n", "", lock, flags=re.MULTILINE)

    def environment(self) -> Path:
        """The Python of this interpreter's own environment under `.venvs/`, made if it is not up to date.

        The running interpreter is in an environment already.

        Raises:
            InterpreterError: uv cannot install the lock there; carries what it says.
        """
        if self == replace(running(), path=self.path):
            return Path(sys.executable)
        folder = PROJECT / ".venvs" / self.name
        lock = PROJECT / "requirements.lock"
        stamp, python = folder / ".ready", folder / "bin" / "python"
        key = f"{self.version} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
        folder.parent.mkdir(exist_ok=True)
        with folder.with_suffix(f"{folder.suffix}.lock").open("w") as turn:
            # Two measurements at once must not both make it; the lock goes with the file object.
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not stamp.exists() or stamp.read_text() != key:
                _uv("venv", "--quiet", "--clear", "--python", str(self.path), str(folder))
                wanted = folder / lock.name
                wanted.write_text(self.requirements(lock.read_text(encoding="utf-8")), encoding="utf-8")
                _uv("pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(wanted))
                stamp.write_text(key)
        return python


def running() -> Interpreter:
    """The one that runs this."""
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    return Interpreter(platform.python_version(), Path(sys.executable), free_threaded)


def find() -> list[Interpreter]:
    """The newest patch of every supported CPython that is installed, oldest first, free-threaded last."""
    listed = json.loads(_uv("python", "list", "--only-installed", "--output-format", "json"))
    newest: dict[str, Interpreter] = {}
    for entry in listed:
        parts = entry["version_parts"]
        number = (parts["major"], parts["minor"], parts["patch"])
        variant = entry.get("variant", "default")
        usable = entry["implementation"] == "cpython" and variant in ("default", "freethreaded")
        if not usable or number < OLDEST or entry["version"] != "{}.{}.{}".format(*number):
            continue
        found = Interpreter(entry["version"], Path(entry["path"]), variant == "freethreaded")
        known = newest.get(found.name)
        if known is None or _number(known) < number:
            newest[found.name] = found
    return sorted(newest.values(), key=lambda one: (one.free_threaded, _number(one)))


def choose(name: str) -> Interpreter:
    """The installed CPython of a version such as "3.12".

    Raises:
        InterpreterError: It is not installed; names those that are.
    """
    found = find()
    for interpreter in found:
        if name in (interpreter.name, interpreter.version):
            return interpreter
    known = ", ".join(interpreter.name for interpreter in found)
    raise InterpreterError(
        f"no CPython {name} found; there are {known}. Install it with `uv python install {name}`."
    )


def _number(interpreter: Interpreter) -> tuple[int, ...]:
    return tuple(int(part) for part in interpreter.version.split("."))


def _uv(*arguments: str) -> str:
    program = shutil.which("uv", path=f"{PROJECT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        raise InterpreterError("uv is not there; run `make test` or `make serve` once, which installs it")
    # uv looks on PATH only; pyenv keeps each version in a folder of its own.
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = [os.environ.get("PATH", ""), *map(str, sorted(pyenv.glob("versions/*/bin")))]
    done = subprocess.run(
        [program, *arguments],
        cwd=PROJECT,
        env={**os.environ, "PATH": os.pathsep.join(folders)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise InterpreterError(f"uv {' '.join(arguments[:2])} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
