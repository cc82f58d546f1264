"""Counts the machine instructions that one call executes, with Callgrind.

The count is that of a run with two calls less that of a run with one: start-up, imports, set-up and the first
call, which fills caches, cancel out. It is the same to four digits for one build of Python, however busy the
machine; the fifth may tell process ids and folders apart.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from examples.harness.bench import Bench
from examples.harness.identity import RuleId
from examples.harness.measure import MeasureError, load
from examples.harness.services.child import PROJECT
from examples.harness.services.shared import Services

_COUNTED = re.compile(r"Collected : (\d+)")


def available() -> bool:
    """Whether Valgrind is installed."""
    return shutil.which("valgrind") is not None


def instructions(pythons: Iterable[Path], rule: RuleId, size: int) -> list[dict[str, int]]:
    """Instructions of one warm call, at a size, of the before and the after of the rule's first case.

    Gives one dictionary by variant for each of `pythons`, the programs. Takes as many runs at once as there
    are processors: unlike a clock, a count does not mind.

    Raises:
        MeasureError: A call fails under Valgrind; carries the end of what was printed.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = []
        for python in pythons:
            # Writes the bytecode of what is imported; a counted run that compiled would count that too.
            _run([str(python)], rule, size, "before", 0)
            runs.append(
                {
                    variant: [pool.submit(_counted, python, rule, size, variant, calls) for calls in (1, 2)]
                    for variant in ("before", "after")
                }
            )
        return [
            {variant: _four_digits(two.result() - one.result()) for variant, (one, two) in by_variant.items()}
            for by_variant in runs
        ]


def _four_digits(count: int) -> int:
    return int(float(f"{count:.4g}"))


def _counted(python: Path, rule: RuleId, size: int, variant: str, calls: int) -> int:
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    said = _run([*valgrind, str(python), "-B"], rule, size, variant, calls)
    counted = _COUNTED.search(said)
    if counted is None:
        raise MeasureError(f"{rule}: Callgrind counted nothing for {variant}:\n{said[-2000:]}")
    return int(counted[1])


def _run(program: list[str], rule: RuleId, size: int, variant: str, calls: int) -> str:
    done = subprocess.run(
        [*program, "-m", __name__, str(rule), str(size), variant, str(calls)],
        cwd=PROJECT,
        # Nothing that differs from shell to shell: the environment's size moves the stack.
        env={"PATH": os.defpath, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasureError(f"{rule}: {variant} cannot be run for Callgrind:\n{done.stderr[-2000:]}")
    return done.stderr


def _call(rule: str, size: str, variant: str, calls: str) -> None:
    workload = load(RuleId.parse(rule))
    case = next(iter(workload.cases.values()))
    with (
        Services() as services,
        Bench(services) as bench,
        case.setup(bench, int(size)) as run,
        bench.calling(),
    ):
        for _ in range(int(calls)):
            run(case.variants[variant])


if __name__ == "__main__":
    _call(*sys.argv[1:])
