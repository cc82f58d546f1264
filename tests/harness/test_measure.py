"""Measuring: answers are compared first, counts must be exact, and what was measured is described."""

from __future__ import annotations

import getpass
import json
import platform
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from examples.harness import (
    CPU,
    PEAK_MEMORY,
    QUERIES,
    ROUND_TRIPS,
    ROWS,
    STALL,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Seed,
    Variant,
    Workload,
)
from examples.harness.environment import python_version
from examples.harness.identity import RuleId
from examples.harness.measure import NEAR, CannotTellError, Cores, MeasureError, measure, places, search
from examples.harness.results import Results
from examples.harness.sampling import QUICK, Plan
from examples.harness.statistics import Ratio
from examples.harness.table import agreement, amount, rows, summary, tables

RULE = RuleId.parse("db-example")
NUMBERS = Seed("numbers", "CREATE TABLE number AS SELECT generate_series(1, 50) AS value")
DELAYED = Link(rtt_ms=1)


def one_by_one(connection: psycopg.Connection[Any], size: int) -> list[int]:
    query = "SELECT value FROM number WHERE value = %s"
    return [connection.execute(query, [key]).fetchall()[0][0] for key in range(1, size + 1)]


def all_at_once(connection: psycopg.Connection[Any], size: int) -> list[int]:
    query = "SELECT value FROM number WHERE value <= %s ORDER BY value"
    return [value for (value,) in connection.execute(query, [size])]


@contextmanager
def setup(bench: Bench, size: int) -> Iterator[Call]:
    with psycopg.connect(bench.postgres(NUMBERS).url(), autocommit=True) as connection:

        def call(variant: Variant) -> object:
            return variant.values(connection, size)

        yield call


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    queries = size if variant == "before" else 1
    return {QUERIES: queries, ROUND_TRIPS: queries, ROWS: size}


BEFORE, AFTER = SimpleNamespace(values=one_by_one), SimpleNamespace(values=all_at_once)
CASE = Case(before=BEFORE, after=AFTER, setup=setup, expected=expected)
WORKLOAD = Workload(
    cases={"psycopg": CASE},
    when_not={"swapped": replace(CASE, before=AFTER, after=BEFORE, expected=lambda *_: {})},
    sizes=(1, 3, 20),
    size_unit="numbers",
    reference=Reference(size=20, link=DELAYED, why="a test"),
    sampled=(WALL, CPU, PEAK_MEMORY),
    links=(Link(), DELAYED),
)


def with_case(**changes: Any) -> Workload:
    return replace(WORKLOAD, cases={"psycopg": replace(CASE, **changes)})


STEPS: list[tuple[str, int]] = []


@pytest.fixture(scope="module", autouse=True)
def lent(servers: dict[str, str]) -> Iterator[None]:
    """Every measurement uses the servers of this run."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in servers.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calibration that is over at once, where nothing depends on it."""
    monkeypatch.setattr("examples.harness.environment.TURNS", 1000)


@pytest.fixture(scope="module")
def results() -> Results:
    """What a quick measurement gives."""
    return measure(RULE, WORKLOAD, QUICK, progress=lambda text, of: STEPS.append((text, of)))


def test_everything_is_measured_everywhere(results: Results) -> None:
    assert results.rule == "db-example"
    assert {len(STEPS)} == {total for _, total in STEPS}
    assert len(places(WORKLOAD)) == 6
    sampled = 2 * 6 * 2 * 3
    counted = 2 * 3 * 2 * 3
    assert len(results.series) == sampled + counted


def test_the_reference_was_measured_over_its_link(results: Results) -> None:
    reference = results.reference()
    assert (reference.rtt_ms, reference.python) == (1, python_version())
    before, after = results.find(reference, "before"), results.find(reference, "after")
    assert before
    assert after
    assert len(before.samples) == len(after.samples) == 3
    assert before.rtt_measured_ms
    assert before.rtt_measured_ms >= 1
    # Twenty round trips of a millisecond, and no way around them.
    assert min(before.samples) >= 0.020
    queries = results.find(results.reference(quantity="queries"), "before")
    assert queries
    assert queries.samples == (20,)


def test_a_run_is_shown_beside_the_recorded_one(results: Results) -> None:
    listed = list(rows(results, results))
    assert all(row.ratio == row.recorded for row in listed)
    json.dumps([row.as_json() for row in listed])
    assert [str(table.title) for table in tables(results, None, "")] == [
        f"psycopg, Python {python_version()}",
        f"swapped (when not), Python {python_version()}",
    ]
    assert "45 of 45 ratios agree with the record" in summary(results, results, "the record")


def test_the_environment_is_described_without_names_or_paths(results: Results) -> None:
    facts = results.environments[python_version()]
    assert {"implementation", "version", "build", "compiler", "platform", "cpu", "cores"} < facts.keys()
    assert facts["services"]["PostgreSQL"].startswith("18.")
    # A calibration, not a promise: between one and two, wide of it on a busy machine.
    assert 0.2 < facts["parallelism"] < 10
    assert facts["quick"] is True
    words = set(re.split(r"[^\w.-]+", json.dumps(facts)))
    assert not words & {platform.node(), getpass.getuser()}
    assert "/" not in json.dumps({name: value for name, value in facts.items() if name != "build"})


@pytest.mark.usefixtures("hasty")
def test_a_different_answer_shows_both() -> None:
    off_by_one = SimpleNamespace(values=lambda connection, size: all_at_once(connection, size - 1))
    with pytest.raises(MeasureError) as caught:
        measure(RULE, with_case(after=off_by_one), plan=QUICK)
    assert "psycopg, size 1: before and after give different answers" in str(caught.value)
    assert "before: [1]" in str(caught.value)
    assert "after: []" in str(caught.value)


@pytest.mark.usefixtures("hasty")
def test_a_different_count_shows_expected_and_got() -> None:
    wrong = {QUERIES: 5, ROWS: 1}
    with pytest.raises(MeasureError, match=r"psycopg, size 1: before .*queries: expected 5, got 1$"):
        measure(RULE, with_case(expected=lambda *_: wrong), plan=QUICK)


@pytest.mark.usefixtures("hasty")
def test_alternatives_are_checked_too() -> None:
    wrong = {"wrong": SimpleNamespace(values=lambda *_: [])}
    with pytest.raises(MeasureError, match="before and wrong give different answers"):
        measure(RULE, with_case(alternatives=wrong), plan=QUICK)


@pytest.mark.usefixtures("hasty")
def test_parallel_work_is_not_measured_where_there_is_no_parallelism(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("examples.harness.measure.NEEDED_PARALLELISM", 1000)
    monkeypatch.setattr("examples.harness.measure.ATTEMPTS", 2)
    with pytest.raises(CannotTellError, match="cannot tell: db-example is about parallel work"):
        measure(RULE, replace(WORKLOAD, parallel=True), plan=QUICK)


def test_parallel_work_is_sampled_between_two_calibrations_that_found_the_cores(results: Results) -> None:
    calibrations = iter([1.9, 1.2, 1.8, 1.1, 1.9, 2.1])
    taken = ([one] for one in results.series)
    cores = Cores(RULE, needed=1.7, calibrate=lambda: next(calibrations))
    # The second core went away during the first two samplings; between them nothing was sampled.
    assert cores.during(lambda: next(taken)) == [results.series[2]]
    assert cores.parallelism == pytest.approx(2.0)
    assert list(calibrations) == []


@pytest.mark.parametrize(
    ("value", "quantity", "text"),
    [
        (0.0032149, WALL, "3.21 ms"),
        (12.0, WALL, "12 s"),
        (0.123, WALL, "123 ms"),
        (2.5e-7, WALL, "250 ns"),
        (4_100_000, PEAK_MEMORY, "4.1 MB"),
        (1_001, QUERIES, "1,001"),
        (0, WALL, "0 ns"),
    ],
)
def test_amounts_are_readable(value: float, quantity: Quantity, text: str) -> None:
    assert amount(value, quantity) == text


@pytest.mark.parametrize(
    ("found", "recorded", "said"),
    [
        (Ratio(12, 11, 13), Ratio(10, 9, 11.5), "agrees"),  # the intervals overlap
        (Ratio(10.5, 10.4, 10.6), Ratio(10, 9.9, 10.1), "agrees"),  # nearer than readers can tell
        (Ratio(15, 14, 16), Ratio(10, 9, 11), "differs: 1.5× more"),
        (Ratio(5, 4, 6), Ratio(10, 9, 11), "differs: 2× less"),
        (None, Ratio(10, 9, 11), "–"),
        (Ratio(10, 9, 11), None, "–"),
    ],
)
def test_two_ratios_agree_or_differ_by_a_factor(
    found: Ratio | None, recorded: Ratio | None, said: str
) -> None:
    assert agreement(found, recorded) == said


@pytest.mark.usefixtures("hasty")
def test_the_break_even_is_searched_between_two_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The after costs as much as the before of 60 turns, whatever the size. Costs are said, not timed."""
    monkeypatch.setattr("examples.harness.measure.SEARCH", Plan(rounds=1, fewest=1, budget=0))

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        yield lambda variant: bench.record(STALL, variant(size) / 1000)

    workload = Workload(
        cases={"turns": Case(before=lambda size: size, after=lambda _: 60, setup=setup)},
        sizes=(1, 1000, 4000),
        size_unit="turns",
        reference=Reference(size=1000, why="a test"),
        sampled=(WALL, STALL),
        headline=STALL,
    )
    found = search(RULE, workload, 1, 1000)
    sizes = found.sizes(found.reference())
    assert 4 < len(sizes) < 20
    assert all(1 < size < 1000 for size in sizes)
    searched = replace(found, workload=replace(found.workload, sizes=()))
    not_yet, pays = searched.bracket(found.reference())
    assert not_yet is not None
    assert pays is not None
    assert not_yet <= 60 < pays
    assert pays <= max(not_yet * NEAR, not_yet + 1)
