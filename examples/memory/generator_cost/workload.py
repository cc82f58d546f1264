"""Ask about order lines that are in memory, and add up a file that is not."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.memory.generator_cost import after, before, when_not
from examples.memory.generator_cost.order_lines import Line

LOOKED_AT = Quantity("looked_at", "order lines looked at", "integer", exact=True)


FOUND_AT = {"early": 1, "halfway": 50, "late": 75}
"""After how many per cent of the lines a search meets the one that was returned."""


def order_lines(size: int, returned: int | None = None) -> list[Line]:
    """All packed, and none returned but the one at `returned`."""
    lines = [
        Line(f"product {number % 997:03}", 1 + number % 4, 100 + number * 37 % 9_000, 1 + number % 4)
        for number in range(size)
    ]
    if returned is not None:
        lines[returned].quantity *= -1
    return lines


@contextmanager
def asked(
    bench: Bench, size: int, questions: Sequence[str], *, percent: int | None = None
) -> Iterator[Call]:
    """Questions about lines in a list, one after the other; with a returned line so many per cent in."""
    lines = order_lines(size, None if percent is None else size * percent // 100)
    looked_at = 0

    def watched() -> Iterator[Line]:
        nonlocal looked_at
        for line in lines:
            looked_at += 1
            yield line

    def call(variant: Variant) -> object:
        nonlocal looked_at
        if not bench.counting:
            return [getattr(variant, question)(lines) for question in questions]
        looked_at = 0
        found = [getattr(variant, question)(watched()) for question in questions]
        bench.count(LOOKED_AT, looked_at)
        return found

    yield call


@contextmanager
def exported(_: Bench, size: int) -> Iterator[Call]:
    """A file of order lines, read and added up in one pass."""
    with TemporaryDirectory() as folder:
        export = Path(folder, "lines.csv")
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                (line.product, line.quantity, line.cents) for line in order_lines(size)
            )
        yield lambda variant: variant(export)


def every_line(_: str, size: int, questions: int) -> Mapping[Quantity, int]:
    """Both look at all lines for each question: nothing is known before the last."""
    return {LOOKED_AT: questions * size}


def up_to_the_answer(variant: str, size: int, percent: int) -> Mapping[Quantity, int]:
    """The list has them all before `any` sees the first."""
    return {LOOKED_AT: size if variant == "before" else size * percent // 100 + 1}


def about(*questions: str) -> Case:
    """Questions for which every line is needed."""
    return Case(
        before=before,
        after=after,
        setup=partial(asked, questions=questions),
        expected=partial(every_line, questions=len(questions)),
    )


def found(percent: int) -> Case:
    """A search that meets its answer so many per cent of the way in."""
    return Case(
        before=before,
        after=after,
        setup=partial(asked, questions=("any_returned",), percent=percent),
        expected=partial(up_to_the_answer, percent=percent),
        sampled=(WALL,),
    )


WORKLOAD = Workload(
    cases={
        "closing": about("revenue", "all_packed", "any_returned"),
        "sum": about("revenue"),
        "all": about("all_packed"),
        "any": about("any_returned"),
        "str.join": about("packing_list"),
    },
    when_not={
        **{f"any, found {when}": found(percent) for when, percent in FOUND_AT.items()},
        "sum over a file": Case(
            before=when_not.file_revenue_list,
            after=when_not.file_revenue_generator,
            setup=exported,
        ),
    },
    sizes=(10, 100, 1_000, 5_000, 50_000, 500_000),
    size_unit="order lines",
    reference=Reference(
        size=5_000,
        why="At closing time a shop asks about the day's order lines, some thousand, which it has fetched.",
    ),
    sampled=(WALL, PEAK_MEMORY),
    instructions=True,
)
