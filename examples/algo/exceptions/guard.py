"""Fail when a bad row costs more than itself, or when an empty cell raises."""

import sys
from types import FrameType
from typing import Any

from examples.algo.exceptions.after_empty_cells import revenue


def count_raised(rows: list[list[str]]) -> tuple[tuple[int, int], int]:
    """The answer, and how many exceptions were raised inside the function on the way."""
    raised = 0

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal raised
        if frame.f_code is not revenue.__code__:
            return None
        raised += event == "exception"
        return watch

    tracing = sys.gettrace()  # a debugger's or a coverage tool's
    sys.settrace(watch)
    try:
        answer = revenue(rows)
    finally:
        sys.settrace(tracing)
    return answer, raised


def test_a_bad_row_costs_itself_and_an_empty_cell_raises_nothing() -> None:
    rows = [["A-1", "2", "100"], ["A-2", "one", "100"], ["A-3", "1", "50"]]
    empty = [[f"B-{number}", "1", ""] for number in range(50)]
    assert count_raised(rows + empty + rows) == ((500, 52), 2)
