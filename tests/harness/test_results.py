"""Results files: what is written is what is read, whole or not at all, and pyperf reads it too."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyperf  # type: ignore[import-untyped]
import pytest

from examples.harness import CPU, PEAK_MEMORY, QUERIES, WALL, Link
from examples.harness.results import (
    CaseInfo,
    Conditions,
    Results,
    ResultsError,
    Run,
    Series,
    WorkloadInfo,
    read,
    write,
)
from examples.harness.services.child import PROJECT

WORKLOAD = WorkloadInfo(
    size_unit="orders",
    sizes=(1, 10, 100),
    links=(Link(), Link(rtt_ms=0.5, mbit_s=100)),
    reference_size=10,
    reference_link=Link(rtt_ms=0.5, mbit_s=100),
    reference_why="a page of a shop, “naïvely”",
    headline="wall",
    quantities=(WALL, CPU, PEAK_MEMORY, QUERIES),
    cases=(
        CaseInfo("SQLAlchemy", ("before", "after")),
        CaseInfo("one order", ("before", "after"), pays=False),
    ),
)


def at(python: str = "3.11", quantity: str = "wall", rtt_ms: float = 0.5) -> Conditions:
    return Conditions("SQLAlchemy", 10, rtt_ms, 100 if rtt_ms else 0, python, quantity)


def results(python: str = "3.11", factor: float = 1.0) -> Results:
    samples = tuple(factor * value for value in (0.0125, 0.0131, 0.0119))
    series = [
        Series(at(python), "after", "second", (Run((0.002, 0.0021, 0.0019), 3), Run((0.002,), 4)), 0.5921),
        Series(at(python), "before", "second", (Run(samples), Run((0.0125 * factor,))), 0.5921),
        Series.counted(at(python, "queries"), "before", "integer", 11),
        Series.counted(at(python, "queries"), "after", "integer", 2),
        Series.counted(at(python, "peak_memory", 0), "after", "byte", 123_456_789),
    ]
    ordered = tuple(sorted(series, key=lambda one: one.at))
    return Results("db-x", WORKLOAD, {python: {"version": f"{python}.1", "cores": 2}}, ordered)


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write(results(), path)
    assert read(path) == results()
    assert list(tmp_path.iterdir()) == [path]


def test_one_benchmark_is_one_line(tmp_path: Path) -> None:
    write(results(), tmp_path / "results.json")
    lines = (tmp_path / "results.json").read_text().splitlines()
    assert sum('"metadata": {"name"' in line for line in lines) == len(results().series)


def test_pyperf_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write(results(), path)
    suite = pyperf.BenchmarkSuite.load(str(path))
    assert len(suite.get_benchmarks()) == 5
    wall = suite.get_benchmark("SQLAlchemy: before wall n=10 rtt=0.5ms py3.11")
    assert wall.get_values() == (0.0125, 0.0131, 0.0119, 0.0125)
    assert wall.get_unit() == "second"


def test_pyperf_show_runs(tmp_path: Path) -> None:
    write(results(), tmp_path / "results.json")
    command = [sys.executable, "-m", "pyperf", "show", str(tmp_path / "results.json")]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "py3.11: Mean +- std dev: 12.5 ms" in shown


def test_a_python_replaces_itself_and_leaves_the_others() -> None:
    merged = results("3.11").merged(results("3.9")).merged(results("3.11", factor=2))
    assert merged.pythons == ["3.9", "3.11"]
    ratio = merged.ratio(at("3.11"))
    assert ratio
    assert ratio.median == pytest.approx(12.5)
    assert len(merged.series) == 10
    assert merged.reference() == at("3.11")


def test_only_what_was_recorded_later_is_taken_over() -> None:
    def dated(python: str, day: int, factor: float = 1) -> Results:
        one = results(python, factor=factor)
        return replace(one, environments={python: {"date": f"2026-01-0{day}"}})

    known = dated("3.11", 2).merged(dated("3.12", 2))
    other = dated("3.11", 1, factor=2).merged(dated("3.12", 3)).merged(dated("3.13", 1))
    newer = other.since(known)
    assert newer is not None
    assert newer.pythons == ["3.12", "3.13"]
    assert {series.at.python for series in newer.series} == {"3.12", "3.13"}
    assert known.since(other.merged(known)) is None
    first = known.since(None)
    assert first == known


def test_a_further_process_adds_its_runs_and_leaves_what_only_the_first_took() -> None:
    first = results()
    second = replace(first, series=tuple(one for one in first.series if one.unit == "second"))
    joined = first.joined(second)
    before, queries = joined.find(at(), "before"), joined.find(at("3.11", "queries"), "before")
    assert before
    assert queries
    assert [len(run.samples) for run in before.runs] == [3, 1, 3, 1]
    assert queries.samples == (11,)
    assert len(joined.series) == len(first.series)


def test_the_newest_is_what_people_run_by_default() -> None:
    merged = results("3.13").merged(results("3.9")).merged(results("3.13t")).merged(results("3.14"))
    assert merged.pythons == ["3.9", "3.13", "3.14", "3.13t"]
    assert merged.newest == merged.reference().python == "3.14"


def test_no_ratio_where_nothing_was_measured_or_counted() -> None:
    assert results().ratio(replace(at(), size=99)) is None
    zero = replace(
        results(),
        series=(
            Series.counted(at(), "before", "integer", 0),
            Series.counted(at(), "after", "integer", 1),
        ),
    )
    assert zero.ratio(at()) is None


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from tests.harness.test_results import results
from examples.harness.results import write
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    write(results(factor=turn), Path(sys.argv[1]))
"""


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write(results(), path)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)], cwd=PROJECT, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        writer.stdout.readline()
        for _ in range(50):
            assert len(read(path).series) == 5
        os.kill(writer.pid, signal.SIGKILL)
    assert len(read(path).series) == 5


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write(results(), path)
    unwritable = replace(results(), environments={"3.11": {"version": object()}})
    with pytest.raises(TypeError):
        write(unwritable, path)
    assert read(path) == results()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no results yet; record them with `make measure`"),
        ("{", "not JSON"),
        ("{}", r"a key is missing.*'rule'"),
        (json.dumps({"rule": "x", "workload": [], "environments": {}, "benchmarks": []}), "wrong shape"),
    ],
)
def test_an_unreadable_file_is_named_with_a_remedy(text: str | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ResultsError, match=f"{path}.*{said}"):
        read(path)


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ({1: [0.5], 10: [0.9], 100: [2.0]}, (10, 100)),
        ({1: [2.0], 10: [0.9], 100: [2.0]}, (10, 100)),
        ({1: [1.5], 10: [2.0], 100: [2.0]}, (None, 1)),
        ({1: [0.5], 10: [0.9], 100: [0.9]}, (100, None)),
        ({1: [0.5], 10: [0.9, 1.1, 1.2], 100: [2.0]}, (10, 100)),  # its interval holds 1
        # A size that was searched is decided by its middle.
        ({1: [0.5], 10: [0.9], 30: [0.9, 1.1, 1.2], 40: [1.3], 100: [2.0]}, (10, 30)),
        ({1: [0.5], 10: [0.9], 30: [0.8], 40: [1.3], 100: [2.0]}, (30, 40)),
    ],
)
def test_the_break_even_lies_between_neighbors(
    ratios: dict[int, list[float]], expected: tuple[int | None, int | None]
) -> None:
    series = [
        Series(replace(at(), size=size), variant, "second", tuple(Run((value,)) for value in values))
        for size, by_process in ratios.items()
        for variant, values in (("before", by_process), ("after", [1.0] * len(by_process)))
    ]
    assert replace(results(), series=tuple(series)).bracket(at()) == expected
