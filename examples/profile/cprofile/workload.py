"""A report whose time is half in C and half in small functions, under each tool."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import perf_counter

from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.profile.cprofile import after, after_clock, before, when_not
from examples.profile.cprofile.report import export, read, revenue

READ = Quantity("read", "time that the tool gives to read, one call of C code", "second", exact=False)
REVENUE = Quantity("revenue", "time that the tool gives to revenue, small functions", "second", exact=False)
CALLS = Quantity("calls", "calls of percent_of that the tool counts", "integer", exact=True)


@contextmanager
def reported(bench: Bench, size: int) -> Iterator[Call]:
    """The report; what a tool says of its two halves, for the clock what they took."""
    text = export(size)

    def call(variant: Variant) -> object:
        took: dict[str, float] = {}

        def report() -> dict[str, int]:
            start = perf_counter()
            orders = read(text)
            middle = perf_counter()
            answer = revenue(orders)
            took["read"], took["revenue"] = middle - start, perf_counter() - middle
            return answer

        answer, found = variant.profiled(report)
        seconds: Mapping[str, float] = took if variant is after_clock else found.seconds
        bench.record(READ, seconds["read"])
        bench.record(REVENUE, seconds["revenue"])
        if variant is before:
            bench.count(CALLS, found.calls["percent_of"])
        return answer

    yield call


@contextmanager
def alone(_: Bench, size: int, job: Callable[[str], object]) -> Iterator[Call]:
    """Another job on the same text."""
    text = export(size)
    yield lambda variant: variant.profiled(partial(job, text))[0]


def two_for_each_line(variant: str, size: int) -> Mapping[Quantity, int]:
    """Only cProfile counts."""
    return {CALLS: 2 * size} if variant == "before" else {}


def small_functions(text: str) -> Callable[[str], object]:
    """The second half of the report alone."""
    orders = read(text)
    return lambda _: revenue(orders)


@contextmanager
def halved(bench: Bench, size: int) -> Iterator[Call]:
    """Nothing but calls of small functions."""
    with alone(bench, size, small_functions(export(size))) as call:
        yield call


WORKLOAD = Workload(
    cases={
        "the whole report": Case(
            before=before,
            after=after,
            alternatives={"after_clock": after_clock},
            setup=reported,
            expected=two_for_each_line,
        ),
        "small functions": Case(
            before=before,
            after=after,
            alternatives={"after_clock": after_clock},
            setup=halved,
            sampled=(WALL,),
        ),
    },
    when_not={
        "C code": Case(
            before=before,
            after=after,
            alternatives={"after_clock": after_clock},
            setup=partial(alone, job=when_not.archive),
            sampled=(WALL,),
        ),
    },
    sizes=(2_000, 10_000, 50_000),
    size_unit="order lines",
    reference=Reference(
        size=10_000,
        why="A shop's orders of a day come from an API as one JSON text, and are added up for a report.",
    ),
    sampled=(WALL, READ, REVENUE),
)
