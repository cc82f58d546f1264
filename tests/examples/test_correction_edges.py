"""What the corrections say: where the advice that they refute changes the answer, and what linters do."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.algo.exceptions import after as moved
from examples.algo.exceptions import after_empty_cells, after_resumed
from examples.algo.exceptions import before as inside
from examples.algo.exceptions import when_not as keys
from examples.memory.generator_cost import after as generators
from examples.memory.generator_cost import before as lists
from examples.memory.generator_cost import when_not as totals
from examples.memory.generator_cost.order_lines import Line
from tests.command import ROOT, run

CELL = st.sampled_from(["1", "-2", " 3 ", "1_0", "٤", "", "one", "²", "4.0"])
ROWS = st.lists(st.lists(CELL, max_size=4))
LINES = st.lists(
    st.builds(Line, st.text(max_size=3), st.integers(-2, 3), st.integers(0, 9), st.integers(0, 3))
)


@given(rows=ROWS)
def test_every_row_that_can_be_read_counts_wherever_the_try_is_entered_again(rows: list[list[str]]) -> None:
    expected = inside.revenue(rows)
    assert after_resumed.revenue(rows) == after_empty_cells.revenue(rows) == expected


@given(rows=ROWS)
def test_a_try_around_the_loop_agrees_only_up_to_the_first_bad_row(rows: list[list[str]]) -> None:
    good = [row for row in rows if inside.revenue([row])[1] == 0]
    bad = next((number for number, row in enumerate(rows) if row not in good), len(rows))
    assert moved.revenue(good) == inside.revenue(good)
    assert moved.revenue(rows) == (inside.revenue(rows[:bad])[0], int(bad < len(rows)))


@pytest.mark.parametrize("version", [inside, after_empty_cells])
def test_an_error_of_the_source_is_not_taken_for_a_bad_row(version: ModuleType) -> None:
    with pytest.raises(UnicodeDecodeError):
        version.revenue(source_that_breaks())


@pytest.mark.parametrize("version", [moved, after_resumed])
def test_a_try_around_the_loop_hides_an_error_of_the_source(version: ModuleType) -> None:
    assert version.revenue(source_that_breaks()) == (2, 1)


def source_that_breaks() -> Iterator[list[str]]:
    """One good row, a byte that is not UTF-8, and a row that nobody will see."""
    yield ["A-1", "1", "2"]
    yield [b"\xff".decode(), "1", "2"]
    yield ["A-3", "1", "2"]


def test_entered_again_the_loop_passes_over_the_whole_chunk_of_a_bad_byte(tmp_path: Path) -> None:
    export = tmp_path / "sales.csv"
    row = b"A-00000,1,1\n"
    export.write_bytes(row * 10_000 + b"A-\xff,1,1\n" + row * 10_000)
    with export.open(encoding="utf-8", newline="") as file, pytest.raises(UnicodeDecodeError):
        inside.revenue(csv.reader(file))
    with export.open(encoding="utf-8", newline="") as file:
        added, rejected = after_resumed.revenue(csv.reader(file))
    assert rejected <= 2  # the bad byte, and two halves of rows that became one
    assert added < 20_000 - 100


class Bounded:
    """A source that is asked for its next row a thousand times at most."""

    def __init__(self, source: Iterator[list[str]]) -> None:
        self.source = source
        self.asked = 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        if self.asked == 1_000:
            raise StopIteration
        self.asked += 1
        return next(self.source)


def test_entered_again_the_loop_never_ends_while_its_source_keeps_raising(tmp_path: Path) -> None:
    export = tmp_path / "sales.csv"
    export.write_text("A-1,1,2\n", encoding="utf-8")
    with export.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
    with pytest.raises(ValueError, match="closed file"):
        inside.revenue(Bounded(reader))
    assert after_resumed.revenue(Bounded(reader)) == (0, 1_000)


@pytest.mark.parametrize("version", [inside, after_empty_cells])
def test_a_cell_that_is_missing_is_no_empty_cell(version: ModuleType) -> None:
    with pytest.raises(TypeError):
        version.revenue([["A-1", "1", None]])


def test_what_stands_behind_the_look_is_not_looked_at() -> None:
    rows: list[list[Any]] = [["A-1", None, ""]]
    assert after_empty_cells.revenue(rows) == (0, 1)
    with pytest.raises(TypeError):
        inside.revenue(rows)


@given(shelf=st.lists(st.sampled_from("abcd")))
def test_a_key_is_found_or_not_however_it_is_looked_up(shelf: list[str]) -> None:
    prices = {"a": 0, "b": 7}
    assert keys.stock_value_get(prices, shelf) == keys.stock_value_try(prices, shelf)


def test_get_asks_no_missing_method_and_takes_none_for_a_missing_key() -> None:
    prices: defaultdict[str, int] = defaultdict(int)
    assert keys.stock_value_get(prices, ["cup"]) == (0, 1)
    assert keys.stock_value_try(prices, ["cup"]) == (0, 0)
    unpriced: Any = {"cup": None}
    assert keys.stock_value_get(unpriced, ["cup"]) == (0, 1)
    with pytest.raises(TypeError):
        keys.stock_value_try(unpriced, ["cup"])


@given(lines=LINES)
def test_a_list_and_a_generator_answer_alike(lines: list[Line]) -> None:
    for question in ("revenue", "all_packed", "any_returned", "packing_list"):
        assert getattr(generators, question)(lines) == getattr(lists, question)(lines)


@pytest.mark.parametrize("text", ["", "pen,3,120\n", "pen,3,120\nink,-1,450\n"])
def test_a_file_adds_up_to_the_same_total(text: str, tmp_path: Path) -> None:
    export = tmp_path / "lines.csv"
    export.write_text(text, encoding="utf-8")
    assert totals.file_revenue_generator(export) == totals.file_revenue_list(export)


def test_an_iterator_at_its_end_leaves_a_generator_as_another_error() -> None:
    empty: Iterator[int] = iter(())
    with pytest.raises(StopIteration):
        sum([next(empty) for _ in range(3)])
    with pytest.raises(RuntimeError, match="StopIteration"):
        sum(next(empty) for _ in range(3))


def test_a_generator_does_not_reach_the_error_behind_its_answer() -> None:
    lines: list[Any] = [Line("x", -1, 1, 1), None]
    assert generators.any_returned(lines)
    with pytest.raises(AttributeError):
        lists.any_returned(lines)


@pytest.mark.parametrize(("options", "times"), [([], 2), (["--preview"], 3)])
def test_the_lint_against_brackets_knows_sum_in_preview_only_and_join_never(
    options: list[str], times: int
) -> None:
    assert reported("C419", "py311", lists, *options) == times


@pytest.mark.parametrize("version", [inside, after_resumed, after_empty_cells])
@pytest.mark.parametrize(("target", "fires"), [("py310", True), ("py311", False), ("py313", False)])
def test_the_lint_against_a_try_in_a_loop_knows_the_version(
    version: ModuleType, target: str, fires: bool
) -> None:
    assert (reported("PERF203", target, version) > 0) is fires


def test_only_a_try_around_the_whole_loop_silences_the_lint() -> None:
    assert reported("PERF203", "py310", moved) == 0


def reported(code: str, target: str, module: ModuleType, *options: str) -> int:
    """How many times Ruff's rule `code` alone reports a module."""
    assert module.__file__ is not None
    result = run("ruff", "check", "--isolated", "--no-cache", f"--target-version={target}", *options,
                 "--output-format=concise", f"--select={code}", Path(module.__file__))  # fmt: skip
    return result.stdout.count(Path(module.__file__).relative_to(ROOT).name)
