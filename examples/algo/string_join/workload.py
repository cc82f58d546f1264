"""Render a report of orders as one HTML table, row by row."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from examples.algo.string_join import (
    after,
    after_elsewhere,
    after_stringio,
    before,
    before_elsewhere,
    when_not,
)
from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload

CHARACTERS = Quantity("characters", "characters in all versions of the text", "integer", exact=True)

OPENING = len("<table>\n")
ROW = len("<tr><td>100000</td><td>Customer 00000 &amp; Co</td><td>1234.56</td></tr>\n")
CLOSING = len("</table>\n")
LARGER_THAN_ANY_TEXT = 16 << 20


def age_the_allocator() -> None:
    """Free one large block, as a process that has run for a while has done.

    From then on glibc keeps freed blocks up to that size. Before, it maps new memory for each copy of a
    long text, and how much of that a call pays depends on what was measured before it.
    """
    bytearray(LARGER_THAN_ANY_TEXT)


@contextmanager
def watched_table(variant: Variant) -> Iterator[list[int]]:
    """Add up, in a list of one number, the characters of every string that the table held or returned."""
    made: type = variant.OrderTable
    finish: Callable[[object], str] = variant.OrderTable.finish
    characters = [0]

    def see(table: object, value: object) -> None:
        if isinstance(value, str) and all(value is not held for held in vars(table).values()):
            characters[0] += len(value)

    def see_attribute(table: object, name: str, value: object) -> None:
        see(table, value)
        object.__setattr__(table, name, value)

    def see_answer(table: object) -> str:
        html = finish(table)
        see(table, html)
        return html

    variant.OrderTable = type("Watched", (made,), {"__setattr__": see_attribute, "finish": see_answer})
    try:
        yield characters
    finally:
        variant.OrderTable = made


@contextmanager
def report(bench: Bench, size: int) -> Iterator[Call]:
    """One table with a row for each order."""
    age_the_allocator()
    orders = [
        (100_000 + number, f"Customer {number:05} & Co", 123_456 + number % 1_000) for number in range(size)
    ]

    def call(variant: Variant) -> object:
        if not bench.counting:
            return variant.order_table(orders)
        with watched_table(variant) as characters:
            answer = variant.order_table(orders)
        bench.count(CHARACTERS, characters[0])
        return answer

    yield call


@contextmanager
def names(_: Bench, size: int) -> Iterator[Call]:
    """A list of names."""
    age_the_allocator()
    people = [f"Customer {number:05}" for number in range(size)]
    yield lambda variant: variant(people)


@contextmanager
def labels(_: Bench, size: int) -> Iterator[Call]:
    """Pairs of names."""
    people = [("Customer", f"{number:05}") for number in range(size)]
    yield lambda variant: variant(people)


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """One version of the text after each row, or only the last."""
    last = OPENING + size * ROW + CLOSING
    if variant != "before":
        return {CHARACTERS: last}
    return {CHARACTERS: sum(OPENING + rows * ROW for rows in range(size + 1)) + last}


WORKLOAD = Workload(
    cases={
        "HTML report": Case(
            before=before,
            after=after,
            alternatives={"StringIO": after_stringio},
            setup=report,
            expected=expected,
        ),
        "enclosing function's variable": Case(
            before=before_elsewhere.listing_nonlocal, after=after_elsewhere.listing_nonlocal, setup=names
        ),
        "dictionary value": Case(
            before=before_elsewhere.listing_value, after=after_elsewhere.listing_value, setup=names
        ),
    },
    when_not={
        "local variable": Case(before=when_not.listing_local, after=when_not.listing_join, setup=names),
        "six parts": Case(before=when_not.labels_fstring, after=when_not.labels_join, setup=labels),
    },
    sizes=(10, 100, 1_000, 5_000, 20_000),
    size_unit="rows",
    reference=Reference(
        size=5_000,
        why="A monthly report or export of a small shop has a few thousand rows and is built in one go.",
    ),
    sampled=(WALL, PEAK_MEMORY),
    instructions=True,
)
