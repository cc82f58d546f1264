"""Streaming a file and joining text answer, and fail, like what they replace, whatever the input."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.algo.string_join import after as joined
from examples.algo.string_join import after_elsewhere as joined_elsewhere
from examples.algo.string_join import after_stringio as buffered
from examples.algo.string_join import before as added
from examples.algo.string_join import before_elsewhere as held_elsewhere
from examples.algo.string_join import when_not as local
from examples.memory.generators import after as streamed
from examples.memory.generators import before as listed
from examples.memory.generators import when_not as twice

HEAD = "country,status,cents\n"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ROW = st.tuples(st.sampled_from(["AT", "PT", ""]), st.sampled_from(["paid", "open"]), st.integers(-9, 99))


def outcome(call: Callable[[Path], object], export: Path) -> object:
    """The answer, or the type and text of the error."""
    try:
        return call(export)
    except Exception as error:
        return type(error), str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        (HEAD, {}),
        (HEAD + "AT,paid,1\nAT,open,2\n", {"AT": 1}),
        (HEAD + "AT,paid,1\nAT,open,two\n", ValueError),
        (HEAD + "AT,paid,1\nAT,paid\n", TypeError),
        ("country,status\nAT,paid\n", KeyError),
        (None, FileNotFoundError),
    ],
)
def test_a_report_streamed_is_the_report_listed(text: str | None, expected: object, tmp_path: Path) -> None:
    export = tmp_path / "orders.csv"
    if text is not None:
        export.write_text(text, encoding="utf-8")
    found = outcome(listed.revenue_by_country, export)
    assert outcome(streamed.revenue_by_country, export) == found
    assert (found[0] if isinstance(found, tuple) else found) == expected


@given(rows=st.lists(ROW))
def test_any_rows_give_equal_reports(rows: list[tuple[str, str, int]], tmp_path_factory: object) -> None:
    assert isinstance(tmp_path_factory, pytest.TempPathFactory)
    export = tmp_path_factory.getbasetemp() / "any-rows.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        csv.writer(file).writerows(rows)
    assert streamed.revenue_by_country(export) == listed.revenue_by_country(export)
    assert twice.above_average_streamed(export) == twice.above_average_kept(export)


@given(orders=st.lists(st.tuples(st.integers(), TEXT, st.integers(-(10**9), 10**9))))
def test_any_orders_give_equal_tables(orders: list[tuple[int, str, int]]) -> None:
    assert joined.order_table(orders) == buffered.order_table(orders) == added.order_table(orders)


@pytest.mark.parametrize("table", [added, joined, buffered])
def test_a_bad_row_leaves_the_table_as_it_was(table: ModuleType) -> None:
    broken = table.OrderTable()
    broken.add(1, "Ada", 100)
    with pytest.raises(TypeError):
        broken.add(2, "Bo", None)
    assert broken.finish() == table.order_table([(1, "Ada", 100)])


@given(names=st.lists(TEXT))
def test_any_names_give_equal_listings(names: list[str]) -> None:
    expected = local.listing_join(names)
    assert local.listing_local(names) == expected
    for listings in (held_elsewhere, joined_elsewhere):
        assert listings.listing_nonlocal(names) == listings.listing_value(names) == expected
