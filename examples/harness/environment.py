"""What a measurement was taken on: interpreter, machine, package versions, commit, date.

Nothing here names a host, a user or a path.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import sysconfig
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from examples.harness.identity import RuleId
from examples.harness.interpreters import running
from examples.harness.services.child import PROJECT

SPIN = """
import sys
print(flush=True)
sys.stdin.readline()
total = 0
for number in range({turns}):
    total += number
print(flush=True)
"""
TURNS = 3_000_000


def python_version() -> str:
    """The running interpreter's version as people say it: "3.13", and "3.13t" without the GIL."""
    return running().name


def describe(
    rule: RuleId, services: dict[str, str], machine_parallelism: float, *, quick: bool, seconds: float
) -> dict[str, Any]:
    """The environment of a run, for `Results.environments`.

    Args:
        rule: Whose packages and files count.
        services: Versions of the servers that were used.
        machine_parallelism: What `parallelism` gave in this run.
        quick: Whether only a few rounds were taken.
        seconds: How long it took.
    """
    arguments = sysconfig.get_config_var("CONFIG_ARGS") or ""
    return {
        "implementation": platform.python_implementation(),
        "version": platform.python_version(),
        "build": " ".join(platform.python_build()),
        "compiler": platform.python_compiler(),
        "optimized": "--enable-optimizations" in arguments,
        "gil": not sysconfig.get_config_var("Py_GIL_DISABLED"),
        "platform": platform.platform(),
        "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "parallelism": round(machine_parallelism, 2),
        "packages": packages(rule),
        "services": services,
        **commit(rule),
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "quick": quick,
        "processes": 1,
        "seconds": round(seconds, 1),
    }


def cpu_model() -> str:
    """The processor's name, or the architecture where the system does not tell."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", information.read_text(), re.MULTILINE)
        if found:
            return found[1].strip()
    if sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return platform.machine()


def parallelism() -> float:
    """How many processes' worth of pure Python the machine does at once, of the two that are asked of it.

    Near 2 on two idle cores; near 1 where the second core is busy or not there.
    """
    return 2 * _spin(1) / _spin(2)


def _spin(processes: int) -> float:
    """Seconds until that many processes have each done the same work, begun together."""
    command = [sys.executable, "-I", "-S", "-c", SPIN.format(turns=TURNS)]
    spinning = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    try:
        for process in spinning:
            assert process.stdout
            process.stdout.readline()
        start = time.perf_counter()
        for process in spinning:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        for process in spinning:
            assert process.stdout
            process.stdout.readline()
        return time.perf_counter() - start
    finally:
        for process in spinning:
            process.kill()
            process.communicate()


def packages(rule: RuleId) -> dict[str, str]:
    """Versions of the project's direct dependencies that the rule's Python files import or name as a driver.

    A driver is named in a string: `postgresql+psycopg`.
    """
    # A quarter of the harness's import; every process of a measurement would pay it, Callgrind's fiftyfold.
    import tomllib
    from importlib import metadata

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    folder = PROJECT / rule.folder
    words = {
        word.lower()
        for path in folder.glob("*.py")
        for word in re.findall(r"(?:^\s*(?:from|import) |\+)(\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {Requirement(text).name for text in project["dependencies"]}
    versions = {}
    for module, distributions in metadata.packages_distributions().items():
        for name in map(canonicalize_name, distributions):
            if name in direct and module.lower() in words:
                versions[name] = metadata.version(name)
    return dict(sorted(versions.items()))


def commit(rule: RuleId) -> dict[str, Any]:
    """The commit, and whether the rule's section or the harness differs from it; nothing without git."""
    head = _git("rev-parse", "HEAD")
    if not head:
        return {}
    changed = _git(
        *("status", "--porcelain", "--", str(rule.folder.parent), "examples/harness"),
        ":(exclude)*/results.json",
    )
    return {"commit": head, "dirty": bool(changed)}


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
