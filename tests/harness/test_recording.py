"""A whole measurement: fresh processes by turns, nothing lost when it is interrupted, noise refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from examples.harness import interpreters, recording, results
from examples.harness.campaign import Campaign
from examples.harness.identity import RuleId
from examples.harness.instructions import available, instructions
from examples.harness.interpreters import Interpreter
from examples.harness.measure import CannotTellError, MeasureError, Scope
from examples.harness.recording import fingerprint, record
from examples.harness.results import Results, Run
from examples.harness.statistics import MORE_PROCESSES, PROCESSES
from tests.command import ROOT
from tests.rulebook import mini

RULE = RuleId.parse("algo-string-join")
RECORD = """
import sys
from pathlib import Path
from examples.harness.identity import RuleId
from examples.harness.interpreters import running
from examples.harness.recording import record
record(RuleId.parse(sys.argv[1]), [running()], print, headline_only=True, parts=Path(sys.argv[2]))
"""


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{RULE}-*/*.json"))


def test_a_measurement_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RECORD, str(RULE), str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True) as killed:
        while len(parts(tmp_path)) < 2:
            assert killed.poll() is None
            time.sleep(0.01)
        os.killpg(killed.pid, signal.SIGKILL)
    kept = {path: path.read_bytes() for path in parts(tmp_path)}
    said: list[str] = []
    found = record(RULE, [interpreters.running()], said.append, headline_only=True, parts=tmp_path)
    facts = found.environments[found.newest]
    processes = facts["processes"]
    # On a busy machine the first ones lie wide apart, and more are asked for.
    assert processes in (PROCESSES, PROCESSES + MORE_PROCESSES)
    assert len(said) == processes - len(kept)
    assert f"{len(kept)} of {PROCESSES} done" in said[0]
    wall = found.find(found.reference(), "before")
    assert wall
    assert len(wall.runs) == processes
    first = json.loads(next(iter(kept.values())))["benchmarks"]
    assert list(wall.runs[0].samples) in [one["runs"][0]["values"] for one in first]
    assert parts(tmp_path) == []
    assert facts["seconds"] > 0


def process(ratio: float) -> Results:
    """What one process could give: the small project's results with this ratio at the reference."""
    found = mini.results(pythons=("3.13",))
    runs = {"before": (Run((ratio,)),), "after": (Run((1.0,)),)}
    return replace(
        found,
        environments={"3.13": {**found.environments["3.13"], "processes": 1}},
        series=tuple(
            replace(one, runs=runs[one.variant]) if one.at == found.reference() else one
            for one in found.series
        ),
    )


class Recorded:
    """Stands where the processes are started: hands out prepared parts, one a process."""

    def __init__(self, parts: Iterable[Results]) -> None:
        self.parts = list(parts)

    def __call__(self, _: Path, __: RuleId, file: Path, *___: str) -> None:
        results.write(self.parts.pop(0), file)


WIDE_APART = (1.05, 1.5, 1.2, 1.3, 1.4)


@pytest.mark.parametrize(
    ("ratios", "interval"),
    [
        ((2.0, 2.1, 2.2, 1.9, 2.0), (1.9, 2.2)),
        ((1.0, 1.02, 0.98, 1.01, 1.0), (0.98, 1.02)),
        ((*WIDE_APART, 1.2, 1.3, 1.25, 1.3), (1.2, 1.4)),
        ((2.0, 9.0, 3.0, 3.1, 3.2, 3.0, 3.1, 3.2, 3.0), (3.0, 3.2)),
        ((*WIDE_APART, 1.3, 1.4, 1.06, 1.3), None),
        ((1.3, 0.8, 1.4, 1.2, 1.5, 0.9, 1.3, 1.2, 1.4), None),
    ],
)
def test_processes_that_lie_wide_apart_are_joined_by_more_and_refused_if_they_still_contradict(
    ratios: tuple[float, ...],
    interval: tuple[float, float] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded = Recorded(map(process, ratios))
    monkeypatch.setattr(recording, "_run", recorded)
    one = [Interpreter("3.13.0", Path(sys.executable))]
    monkeypatch.setattr(Interpreter, "environment", lambda _: Path(sys.executable))
    if interval:
        found = record(RULE, one, print, headline_only=True, parts=tmp_path)
        ratio = found.ratio(found.reference())
        assert ratio
        assert (ratio.low, ratio.high) == interval
    else:
        with pytest.raises(
            CannotTellError, match=r"cannot tell: on Python 3\.13, 9 processes gave ratios of wall"
        ):
            record(RULE, one, print, headline_only=True, parts=tmp_path)
    assert recorded.parts == []
    assert parts(tmp_path) == []


def test_only_the_python_that_lies_wide_apart_is_asked_for_more_and_only_at_the_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def run(_: Path, __: RuleId, file: Path, *options: str) -> None:
        python, turn = file.name.split("-")[0], int(file.stem.split("-")[-1])
        asked.append((python, *options[-2:]))
        ratios = {"3.12": WIDE_APART + (1.25,) * 4, "3.13": (1.25,) * 5}[python]
        found = process(ratios[turn])
        series = tuple(replace(one, at=replace(one.at, python=python)) for one in found.series)
        results.write(replace(found, environments={python: found.environments["3.13"]}, series=series), file)

    monkeypatch.setattr(recording, "_run", run)
    monkeypatch.setattr(Interpreter, "environment", lambda _: Path(sys.executable))
    pythons = [Interpreter(version, Path(sys.executable)) for version in ("3.12.0", "3.13.0")]
    found = recording._measured(
        RULE,
        {one: Path(sys.executable) for one in pythons},
        dict(zip(pythons, (Scope.REFERENCE_LINK, Scope.EVERYTHING), strict=True)),
        tmp_path,
        print,
    )
    assert len(asked) == 2 * PROCESSES + MORE_PROCESSES
    assert set(asked[2 * PROCESSES :]) == {("3.12", "--scope", Scope.REFERENCE)}
    assert {python: facts["processes"] for python, facts in found.environments.items()} == {
        "3.12": PROCESSES + MORE_PROCESSES,
        "3.13": PROCESSES,
    }


def test_a_rule_is_measured_by_one_at_a_time(tmp_path: Path) -> None:
    refused = pytest.raises(MeasureError, match="is being measured already")
    with recording._folder(RULE, tmp_path), refused, recording._folder(RULE, tmp_path):
        pass


def test_parts_of_other_code_are_not_taken(tmp_path: Path) -> None:
    stale = tmp_path / f"{RULE}-0123456789abcdef"
    other = tmp_path / f"{RULE}-too-0123456789abcdef"
    stale.mkdir()
    other.mkdir()
    with recording._folder(RULE, tmp_path) as folder:
        assert folder.name == f"{RULE}-{fingerprint(RULE)}"
    assert not stale.exists()
    assert other.exists()
    assert fingerprint(RULE) == fingerprint(RULE) != fingerprint(RULE, Scope.REFERENCE)


def test_a_campaign_remembers_what_is_done_until_all_is(tmp_path: Path) -> None:
    rules = [RuleId.parse(name) for name in ("algo-string-join", "db-n-plus-one", "api-compression")]
    campaign = Campaign.go_on(rules, folder=tmp_path)
    campaign.finish(rules[0])
    again = Campaign.go_on(rules, folder=tmp_path)
    assert again.left == rules[1:]
    assert Campaign.go_on(rules, "3.14t", tmp_path).left == rules, "one Python's campaign is another"
    assert again.outlook(rules[1]).startswith("db-n-plus-one: rule 2 of 3, about ")
    again.end()
    assert Campaign.go_on(rules, folder=tmp_path).left == rules


def test_instructions_of_one_call_are_told_from_those_of_the_start() -> None:
    if not available():  # where Valgrind is not installed, results do without
        assert shutil.which("valgrind") is None
        return
    [counted] = instructions([Path(sys.executable)], RULE, size=200)
    assert counted["before"] > counted["after"] > 0
    # What both run with no call of their own hardly differs; it cancels out.
    assert counted["before"] < 10_000_000
