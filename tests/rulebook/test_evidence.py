"""What a page says of results: the claim, the Python versions, the break-even, and single numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from rulebook import evidence, units
from rulebook.directives import DirectiveError

from examples.harness.quantities import BYTES_SENT, QUERIES, STALL, WALL, Quantity
from examples.harness.results import Conditions, Results, Run, Series
from examples.harness.statistics import Ratio
from tests.rulebook import mini

CHARACTERS = Quantity("characters", "characters copied", "integer", exact=True)


@pytest.mark.parametrize(
    ("quantity", "ratio", "claim"),
    [
        (WALL, Ratio(12.4, 12, 13), "12.4× less wall time"),
        (WALL, Ratio(0.476, 0.45, 0.5), "2.1× more wall time"),
        (WALL, Ratio(1.05, 1.04, 1.06), "no gain in wall time"),
        (WALL, Ratio(1.12, 1.05, 1.2), "no gain in wall time"),
        (WALL, Ratio(0.95, 0.93, 0.97), "no gain in wall time"),
        (WALL, Ratio(1.5, 0.9, 2), "cannot tell about wall time"),
        (WALL, Ratio(1.1, 0.9, 1.2), "cannot tell about wall time"),
        (STALL, Ratio(40, 30, 50), "40.0× shorter event-loop stall"),
        (QUERIES, Ratio(50.5, 50.5, 50.5), "50.5× fewer queries"),
        (QUERIES, Ratio(1, 1, 1), "the same queries"),
        (BYTES_SENT, Ratio(0.5, 0.5, 0.5), "2.0× more bytes sent"),
        (CHARACTERS, Ratio(1.01, 1.01, 1.01), "1.01× fewer characters copied"),
    ],
)
def test_a_claim_uses_the_words_of_its_quantity(quantity: Quantity, ratio: Ratio, claim: str) -> None:
    assert evidence.words(quantity, ratio) == claim


def test_the_headline_names_number_size_python_and_link() -> None:
    headline = evidence.headline(mini.results())
    assert headline.number == "20.0×"
    assert headline.words == "less wall time at 100\u00a0orders, Python 3.13, round trip 0.5\u00a0ms"


def test_a_count_that_falls_to_nothing_is_told_without_a_ratio() -> None:
    results = mini.results(headline=QUERIES.name)
    series = tuple(
        replace(one, runs=(Run((0,)),)) if one.variant == "after" and one.unit == "integer" else one
        for one in results.series
    )
    headline = evidence.headline(replace(results, series=series))
    assert (headline.number, headline.words.partition(" at ")[0]) == ("", "101 → 0 queries")


def test_the_newest_python_decides() -> None:
    results = mini.results(pythons=("3.9", "3.11")).merged(mini.results(factor=2, pythons=("3.10",)))
    assert evidence.newest(results).python == "3.11"


@pytest.mark.parametrize(
    ("found", "published", "state"),
    [
        (Ratio(12, 11, 13), Ratio(12, 11, 13), "holds"),
        (Ratio(6.5, 6, 7), Ratio(12, 11, 13), "holds"),
        (Ratio(6.4, 6, 7), Ratio(12, 11, 13), "weaker"),
        (Ratio(12, 0.9, 13), Ratio(12, 11, 13), "weaker"),
        (Ratio(0.8, 0.7, 0.9), Ratio(12, 11, 13), "reversed"),
        (Ratio(0.5, 0.4, 0.6), Ratio(0.5, 0.4, 0.6), "holds"),
        (Ratio(2, 1.9, 2.1), Ratio(0.5, 0.4, 0.6), "reversed"),
        (Ratio(1, 0.9, 1.1), Ratio(1, 0.95, 1.05), "holds"),
        (Ratio(1.06, 1.05, 1.07), Ratio(1, 0.95, 1.05), "holds"),
        (Ratio(2, 1.9, 2.1), Ratio(1, 0.95, 1.05), "reversed"),
        (Ratio(0.8, 0.7, 0.85), Ratio(0.9, 0.84, 0.98), "holds"),  # a loss is no gain either
    ],
)
def test_another_python_holds_weakens_or_reverses(found: Ratio, published: Ratio, state: str) -> None:
    assert evidence.compare(found, published) == state


def test_the_strip_names_every_python_measured_or_not() -> None:
    strip = evidence.strip(mini.results(pythons=("3.11", "3.13", "3.15")))
    assert [(verdict.python, verdict.state) for verdict in strip] == [
        ("3.11", "holds"),
        ("3.12", "not measured"),
        ("3.13", "holds"),
        ("3.14", "not measured"),
        ("3.15", "holds"),
    ]


def test_old_results_and_contradicting_processes_are_doubted() -> None:
    results = mini.results()
    assert evidence.doubts(results, date(2026, 11, 21)) == []
    environments = {
        python: {**facts, "date": "2026-11-21T10:00:00Z"} for python, facts in results.environments.items()
    }
    dated = replace(results, environments=environments)
    assert evidence.doubts(dated, date(2027, 11, 21)) == []
    assert evidence.doubts(dated, date(2028, 1, 1)) == ["It was last measured on 2026-11-21."]
    noisy = tuple(
        replace(one, runs=tuple(Run((value,)) for value in (1.0, 2.0, 3.0, 4.0, 5.0)))
        if one.variant == "before"
        else replace(one, runs=(Run((2.0,)),) * 5)
        for one in results.series
        if one.unit == "second"
    )
    assert evidence.doubts(replace(results, series=noisy), date(2026, 11, 21)) == [
        "The recorded processes contradict each other."
    ]
    few = tuple(replace(one, runs=one.runs[:4]) for one in results.series)
    assert evidence.doubts(replace(results, series=few), date(2026, 11, 21)) == [
        "It was measured in fewer than 5 processes."
    ]


@pytest.mark.parametrize(("python", "doubt"), [("3.12", ["Python 3.12 says the opposite."]), ("3.14t", [])])
def test_a_version_that_says_the_opposite_is_a_doubt_and_a_build_without_the_gil_is_none(
    python: str, doubt: list[str]
) -> None:
    results = slower(mini.results(pythons=(python, "3.13")), lambda at: at.python == python)
    assert ("reversed", python) in [(verdict.state, verdict.python) for verdict in evidence.strip(results)]
    assert evidence.doubts(results, date(2026, 11, 21)) == doubt


def slower(results: Results, where: Callable[[Conditions], bool]) -> Results:
    """The results with before and after exchanged under some conditions."""
    other = {"before": "after", "after": "before"}

    def exchange(series: Series) -> Series:
        return replace(series, variant=other[series.variant]) if where(series.at) else series

    return replace(results, series=tuple(map(exchange, results.series)))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (set(), "10\u00a0orders"),  # at one order the two are alike
        ({10}, "100\u00a0orders"),
        ({100}, "1,000\u00a0orders"),
        ({10, 100, 1000}, "none up to 1,000\u00a0orders"),
    ],
)
def test_the_break_even_is_a_measured_size_that_all_larger_ones_confirm(
    sizes: set[int], expected: str
) -> None:
    assert evidence.break_even(slower(mini.results(), lambda at: at.size in sizes), {}) == expected


def searched(results: Results, *ratios: tuple[int, float]) -> Results:
    """The results with these sizes, each with its ratio."""
    at = evidence.newest(results)
    found = [
        Series(replace(at, size=size), variant, "second", (Run((value,)),))
        for size, ratio in ratios
        for variant, value in (("before", ratio), ("after", 1.0))
    ]
    return replace(results, series=(*results.series, *found))


def test_sizes_that_were_searched_make_the_break_even_finer() -> None:
    found = searched(mini.results(), (3, 0.9), (5, 1.2), (4, 1.1))
    assert evidence.break_even(found, {}) == "about 4\u00a0orders"
    assert evidence.break_even(found, {"rtt": "2"}) == "10\u00a0orders"


def test_a_searched_break_even_has_the_two_digits_that_the_search_knows() -> None:
    found = searched(slower(mini.results(), lambda at: at.size <= 100), (257, 0.9), (273, 1.2))
    assert evidence.break_even(found, {}) == "about 270\u00a0orders"
    assert evidence.pays_from(found) == "270\u00a0orders"


def test_a_fix_that_always_pays_breaks_even_below_the_smallest_size() -> None:
    results = mini.results()
    kept = tuple(series for series in results.series if series.at.size > 1)
    workload = replace(results.workload, sizes=(10, 100, 1000))
    assert evidence.break_even(replace(results, workload=workload, series=kept), {}) == "below 10\u00a0orders"


def test_single_numbers_default_to_the_reference_and_follow_their_arguments() -> None:
    results = mini.results()
    assert evidence.chosen_ratio(results, {}) == "20.0×"
    assert evidence.chosen_ratio(results, {"size": "1,000", "quantity": "queries", "rtt": "2"}) == "500×"
    assert evidence.chosen_figure(results, {"variant": "before", "quantity": "queries"}) == "101"
    assert evidence.chosen_figure(results, {"variant": "after"}) == "1.5\u00a0ms"
    assert evidence.chosen_ratio(slower(results, lambda at: at.size == 100), {}) == "0.05×"


def test_a_sentence_says_between_what_and_what_where_the_processes_cannot_tell() -> None:
    results = mini.results()
    at = results.reference()
    before, after = results.find(at, "before"), results.find(at, "after")
    assert before
    assert after
    runs = tuple(Run((after.middle * ratio,)) for ratio in (0.8, 1.5, 1.1, 1.2, 1.3))
    noisy = {before: replace(before, runs=runs), after: replace(after, runs=(Run((after.middle,)),) * 5)}
    found = replace(results, series=tuple(noisy.get(one, one) for one in results.series))
    assert evidence.chosen_ratio(found, {}) == "0.80–1.50×"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"case": "Django"}, "case='Django' was not measured; use one of 'SQLAlchemy', 'one order'"),
        ({"size": "50"}, "size=50 was not measured; use one of 1, 10, 100, 1000"),
        ({"size": "many"}, "size=many was not measured"),
        ({"rtt": "7"}, "rtt=7 was not measured; use one of 0, 0.5, 2"),
        ({"mbit": "10"}, "mbit=10 was not measured; use one of 0"),
        ({"python": "3.8"}, "python='3.8' was not measured; use one of '3.11', '3.12', '3.13'"),
        ({"quantity": "rows"}, "quantity='rows' was not measured; use one of 'wall', 'queries'"),
        ({"variant": "gather"}, "variant='gather' was not measured; use one of 'before', 'after'"),
    ],
)
def test_what_was_not_measured_is_refused_with_what_was(options: dict[str, str], message: str) -> None:
    with pytest.raises(DirectiveError) as refused:
        evidence.chosen_ratio(mini.results(), options)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (1.9, 2.1, "2.0× (1.90–2.1×)"),
        (0.98, 1.02, "1.00× (0.98–1.02×)"),
        (1.07, 1.41, "1.24× (1.07–1.41×)"),  # how much it gains is open, that it does is not
        (0.8, 1.3, "cannot tell (0.80–1.30×)"),
    ],
)
def test_a_table_gives_a_ratio_where_its_direction_is_known(low: float, high: float, shown: str) -> None:
    middle = round((low + high) / 2, 2)
    at = evidence.newest(mini.results())
    runs = {
        "before": tuple(Run((value,)) for value in (low, middle, middle, middle, high)),
        "after": (Run((1.0,)),) * 5,
    }
    results = mini.results()
    series = tuple(replace(one, runs=runs[one.variant]) if one.at == at else one for one in results.series)
    rows = evidence.table(replace(results, series=series), results.workload.cases[0])
    assert rows[-1].values[2] == shown


def test_counts_come_before_amounts_and_amounts_before_their_ratio() -> None:
    results = mini.results()
    rows = evidence.table(results, results.workload.cases[0])
    assert [(row.label, row.variant) for row in rows] == [
        ("queries", "before"),
        ("queries", "after"),
        ("wall time", "before"),
        ("wall time", "after"),
        ("wall time", "before ÷ after"),
    ]
    assert rows[0].values == ("2", "11", "101", "1,001")
    assert [row.growth for row in rows[:2]] == ["0.91", "0.00"]
    assert rows[-1].values[2] == "20.0× (19.7–20.5×)"


def test_a_count_that_is_the_same_for_all_variants_is_one_row_of_its_group() -> None:
    results = mini.results()
    series = tuple(
        replace(one, runs=(Run((7,)),)) if one.at.quantity == QUERIES.name else one for one in results.series
    )
    rows = evidence.table(replace(results, series=series), results.workload.cases[0])
    assert [(label, [row.variant for row in there]) for label, there in evidence.grouped(rows)] == [
        ("queries", ["all"]),
        ("wall time", ["before", "after", "before ÷ after"]),
    ]
    assert dict(evidence.grouped(rows))["queries"][0].values == ("7",) * 4
    unlike = evidence.table(results, results.workload.cases[0])
    assert [row.variant for row in evidence.grouped(unlike)[0][1]] == ["before", "after"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3.2e-3, "second", "3.2 ms"),
        (0.9996e-3, "second", "1.0 ms"),
        (41e-6, "second", "41.0 µs"),
        (412.4e-9, "second", "412 ns"),
        (2e-10, "second", "0.2 ns"),
        (5000, "second", "5,000 s"),
        (512, "byte", "512 B"),
        (4_100_000, "byte", "4.1 MB"),
        (999_700, "byte", "1.0 MB"),
        (1001, "integer", "1,001"),
        (2.5, "integer", "2.5"),
        (0, "integer", "0"),
        (0, "byte", "0 B"),
    ],
)
def test_amounts_carry_si_units(value: float, unit: str, text: str) -> None:
    assert units.format_value(value, unit).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (12.44, "12.4×"),
        (99.96, "100×"),
        (1234.5, "1,230×"),
        (1.996, "2.0×"),
        (1.994, "1.99×"),
        (1, "1.00×"),
        (0.43, "0.43×"),
        (0.043, "0.043×"),
    ],
)
def test_ratios_keep_the_digits_that_are_known(ratio: float, text: str) -> None:
    assert units.format_ratio(ratio) == text


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("orders", "order"),
        ("queries", "query"),
        ("batches", "batch"),
        ("rows of text", "row of text"),
        ("concurrent requests", "concurrent request"),
        ("kB", "kB"),
        ("kB of items", "kB of items"),
    ],
)
def test_one_of_a_unit_is_singular(unit: str, one: str) -> None:
    assert units.format_size(1, unit) == f"1\u00a0{one}"
