"""A whole measurement: several fresh processes on each Python, by turns, of which none is lost.

Each process leaves its part in a file below `.cache/measuring/`. A measurement that was interrupted goes on
where it stopped, unless the rule, the harness, the lock or the interpreter has changed since.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from pathlib import Path

from examples.harness import environment, instructions, results
from examples.harness.identity import RuleId
from examples.harness.interpreters import Interpreter
from examples.harness.measure import CannotTellError, MeasureError, Scope, load
from examples.harness.quantities import INSTRUCTIONS
from examples.harness.results import Results, Series, version_order
from examples.harness.sampling import order
from examples.harness.services.child import PROJECT
from examples.harness.statistics import MORE_PROCESSES, PROCESSES

PARTS = PROJECT / ".cache" / "measuring"

Say = Callable[[str], None]
"""Told what comes next, in one line."""


def record(
    rule: RuleId,
    chosen: Sequence[Interpreter],
    say: Say,
    *,
    headline_only: bool = False,
    parts: Path = PARTS,
) -> Results:
    """Measure a rule on each interpreter, in fresh processes that take turns.

    Args:
        rule: The rule.
        chosen: One interpreter or more.
        say: Is told each step with how far the whole is.
        headline_only: Whether to measure the first case at the reference size and link alone. Else the newest
            interpreter measures everything, and the others what the reference link carries.
        parts: Where the processes leave what they measured, until all have.

    Raises:
        CannotTellError: The processes of one interpreter contradict each other too much.
        MeasureError: A process failed; what it said is on standard error.
        InterpreterError: An environment cannot be made.
    """
    pythons = {one: one.environment() for one in chosen}
    newest = max(chosen, key=lambda one: (not one.free_threaded, version_order(one.name)))
    scopes = dict.fromkeys(chosen, Scope.REFERENCE_LINK) | {newest: Scope.EVERYTHING}
    if headline_only:
        scopes = dict.fromkeys(chosen, Scope.REFERENCE)
    with _folder(rule, parts, *scopes.values()) as folder:
        found = _measured(rule, pythons, scopes, folder, say)
        if noise := _noise(found):
            shutil.rmtree(folder)
            raise CannotTellError(
                f"cannot tell: {noise}. Nothing was recorded. Try again on an idle machine."
            )
        if not headline_only:
            found = _with_instructions(found, rule, pythons, say)
            found = _with_break_even(found, rule, pythons[newest], folder, say)
        shutil.rmtree(folder)
        return found


def _measured(
    rule: RuleId,
    pythons: Mapping[Interpreter, Path],
    scopes: Mapping[Interpreter, Scope],
    folder: Path,
    say: Say,
) -> Results:
    """What all processes give: as many as always, and more where these lie wide apart at the reference.

    More are asked for by the width of the interval alone, so that no outcome is waited for.
    """
    found = _processes(rule, pythons, scopes, range(PROCESSES), folder, say)
    wide = {
        one: Scope.REFERENCE
        for one in pythons
        if (ratio := found.ratio(found.reference(one.name))) and not ratio.precise
    }
    if not wide:
        return found
    turns = range(PROCESSES, PROCESSES + MORE_PROCESSES)
    return found.joined(_processes(rule, pythons, wide, turns, folder, say))


def _processes(
    rule: RuleId,
    pythons: Mapping[Interpreter, Path],
    scopes: Mapping[Interpreter, Scope],
    turns: range,
    folder: Path,
    say: Say,
) -> Results:
    """What these turns of each interpreter give, with the parts that were left before an interruption."""
    # By turns, forwards and backwards, so that what drifts favors no version.
    ordered = [(one, turn) for turn in turns for one in order(scopes, turn)]
    files = [folder / f"{one.name}-{one.version}-{turn}.json" for one, turn in ordered]
    start, taken = time.monotonic(), 0
    for number, ((one, turn), file) in enumerate(zip(ordered, files, strict=True)):
        if file.exists():
            continue
        left = (time.monotonic() - start) / taken * (len(files) - number) if taken else None
        far = f"{number} of {len(files)} done" + ("" if left is None else f", about {minutes(left)} left")
        say(f"{rule}: Python {one.name}, process {turn + 1} of {turns.stop} ({far})")
        counting = "--counting" if turn == 0 else "--no-counting"
        _run(pythons[one], rule, file, counting, "--scope", scopes[one])
        taken += 1
    return reduce(Results.joined, map(results.read, files))


def _noise(found: Results) -> str:
    """Which Python's processes contradict each other too much at the reference, in words; "" if none."""
    for python in found.environments:
        at = found.reference(python)
        ratio = found.ratio(at)
        if ratio and ratio.finding == "cannot tell":
            return (
                f"on Python {python}, {found.environments[python]['processes']} processes gave ratios of "
                f"{at.quantity} from {ratio.low:.3g} to {ratio.high:.3g} at the reference"
            )
    return ""


def _with_instructions(
    found: Results, rule: RuleId, pythons: Mapping[Interpreter, Path], say: Say
) -> Results:
    if not load(rule).instructions or not instructions.available():
        return found
    say(f"{rule}: count instructions")
    counts = instructions.instructions(pythons.values(), rule, found.workload.reference_size)
    counted = [
        Series.counted(found.reference(one.name, INSTRUCTIONS.name), variant, INSTRUCTIONS.unit, value)
        for one, by_variant in zip(pythons, counts, strict=True)
        for variant, value in by_variant.items()
    ]
    return replace(found, series=tuple(sorted([*found.series, *counted], key=lambda one: one.at)))


def _with_break_even(found: Results, rule: RuleId, python: Path, folder: Path, say: Say) -> Results:
    low, high = found.bracket(found.reference())
    if low is None or high is None:
        return found
    say(f"{rule}: search the break-even between {low:,} and {high:,}")
    file = folder / "search.json"
    _run(python, rule, file, "--between", str(low), str(high))
    return found.joined(results.read(file))


def _run(python: Path, rule: RuleId, file: Path, *options: str) -> None:
    command = [str(python), "-m", "examples", "part", str(rule), str(file), *options]
    if subprocess.run(command, cwd=PROJECT, check=False).returncode:
        raise MeasureError(f"{rule} could not be measured; see above. What is done is kept; run it again")


@contextmanager
def _folder(rule: RuleId, parts: Path, *options: str) -> Iterator[Path]:
    """Where the parts of this measurement are, for one measurement at a time."""
    parts.mkdir(parents=True, exist_ok=True)
    with (parts / f"{rule}.lock").open("w") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MeasureError(f"{rule} is being measured already; wait for that, or stop it") from None
        folder = parts / f"{rule}-{fingerprint(rule, *options)}"
        for stale in parts.glob(f"{rule}-????????????????"):
            if stale != folder:
                shutil.rmtree(stale)
        folder.mkdir(exist_ok=True)
        yield folder


def fingerprint(rule: RuleId, *options: str) -> str:
    """Sixteen characters that change with anything that a measurement depends on but the machine's mood."""
    hashed = hashlib.sha256(" ".join([environment.cpu_model(), *options]).encode())
    rules = sorted((PROJECT / rule.folder).glob("*.py"))
    for path in [
        PROJECT / "requirements.lock",
        *rules,
        *sorted((PROJECT / "examples/harness").rglob("*.py")),
    ]:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:16]


def minutes(seconds: float) -> str:
    """An estimate as people say it: "40 s", "12 min"."""
    return f"{max(seconds, 1):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
