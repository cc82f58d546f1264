"""Add up a sales file, from the disk and from memory, with a known share of rows that fail."""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from examples.algo.exceptions import after, after_empty_cells, after_resumed, before, when_not
from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload

RAISED = Quantity("raised", "exceptions raised", "integer", exact=True)

ONE_IN = (100, 50, 10, 2)
"""One row in so many fails; in the first case none does."""


def sales(size: int, one_in: int) -> list[list[str]]:
    """Rows of product, quantity and cents; every so many-th lacks its cents, none if `one_in` is 0."""
    return [
        [
            f"A-{number:05}",
            str(1 + number % 9),
            "" if one_in and number % one_in == one_in - 1 else str(100 + number * 37 % 9_000),
        ]
        for number in range(size)
    ]


def watched(call: Callable[[], object]) -> tuple[object, int]:
    """The answer, and how many exceptions a handler of Python code got to see on the way."""
    raised = 0

    def watch(_: FrameType, event: str, argument: object) -> object:
        nonlocal raised
        if event == "exception" and isinstance(argument, tuple):
            # The end of an iterator is no error.
            raised += issubclass(argument[0], (ValueError, KeyError))
        return watch

    tracing = sys.gettrace()
    sys.settrace(watch)  # type: ignore[arg-type]
    try:
        answer = call()
    finally:
        sys.settrace(tracing)
    return answer, raised


def counted(bench: Bench, call: Call) -> Call:
    """A call that, when counting, tells how many exceptions it raised."""

    def counting(variant: Variant) -> object:
        if not bench.counting:
            return call(variant)
        answer, raised = watched(partial(call, variant))
        bench.count(RAISED, raised)
        return answer

    return counting


@contextmanager
def file(bench: Bench, size: int, one_in: int = 0) -> Iterator[Call]:
    """A file that is read and added up in one pass."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sales.csv")
        with path.open("w", encoding="utf-8", newline="") as export:
            csv.writer(export).writerows(sales(size, one_in))

        def call(variant: Variant) -> object:
            with path.open(encoding="utf-8", newline="") as export:
                return variant.revenue(csv.reader(export))

        yield counted(bench, call)


@contextmanager
def memory(bench: Bench, size: int, one_in: int = 0) -> Iterator[Call]:
    """Rows that are there already, so that next to nothing hides what a try costs."""
    rows = sales(size, one_in)
    yield counted(bench, lambda variant: variant.revenue(rows))


@contextmanager
def lookups(bench: Bench, size: int, one_in: int = 0) -> Iterator[Call]:
    """Products of a shelf in a list of prices that lacks every so many-th."""
    shelf = [f"A-{number:05}" for number in range(size)]
    prices = {
        product: 100 + number
        for number, product in enumerate(shelf)
        if not one_in or number % one_in != one_in - 1
    }
    yield counted(bench, lambda variant: variant(prices, shelf))


def expected(variant: str, size: int, one_in: int = 0) -> Mapping[Quantity, int]:
    """One exception for each row that fails, unless somebody looked first."""
    return {RAISED: size // one_in if one_in and variant == "before" else 0}


def look_first(setup: Callable[..., object], pair: tuple[Variant, Variant], one_in: int) -> Case:
    return Case(
        before=pair[0],
        after=pair[1],
        setup=partial(setup, one_in=one_in),  # type: ignore[arg-type]
        expected=partial(expected, one_in=one_in),
    )


ROWS = (before, after_empty_cells)
KEYS = (when_not.stock_value_try, when_not.stock_value_get)

WORKLOAD = Workload(
    cases={
        "CSV file": Case(
            before=before,
            after=after,
            alternatives={"resumed": after_resumed},
            setup=file,
            expected=expected,
        ),
        "rows in memory": Case(
            before=before,
            after=after,
            alternatives={"resumed": after_resumed},
            setup=memory,
            expected=expected,
        ),
    },
    when_not={
        "no row fails": look_first(memory, ROWS, 0),
        **{f"1 row in {one_in} fails": look_first(memory, ROWS, one_in) for one_in in ONE_IN},
        "CSV file, 1 row in 10 fails": look_first(file, ROWS, 10),
        "no key is missing": look_first(lookups, KEYS, 0),
        **{f"1 key in {one_in} is missing": look_first(lookups, KEYS, one_in) for one_in in (10, 2)},
    },
    sizes=(100, 1_000, 10_000),
    size_unit="rows",
    reference=Reference(
        size=10_000,
        why="A shop's sales of a month, exported from its till, come as one file of some ten thousand rows.",
    ),
    sampled=(WALL,),
    instructions=True,
)
