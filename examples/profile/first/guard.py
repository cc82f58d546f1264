"""Fails when a report makes a call of Python for each order, as a profile would show."""

import sys
from collections.abc import Callable
from types import FrameType

from examples.profile.first.after import report
from examples.profile.first.orders import orders


def calls(job: Callable[[], object]) -> int:
    """How many functions written in Python a job calls."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    previous = sys.getprofile()
    sys.setprofile(note)
    try:
        job()
    finally:
        sys.setprofile(previous)
    return count


def test_twice_the_orders_make_no_more_calls() -> None:
    few, many = orders(1_000), orders(2_000)
    report(many)  # regular expressions and locales are set up now
    assert calls(lambda: report(many)) == calls(lambda: report(few))
