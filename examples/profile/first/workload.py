"""A report of a day's orders, changed where a profile points and where the eye does."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from examples.harness import WALL, Bench, Call, Case, Reference, Variant, Workload
from examples.profile.first import after, after_by_eye, before, when_not
from examples.profile.first.orders import REGIONS, orders


@contextmanager
def reported(_: Bench, size: int) -> Iterator[Call]:
    """The report of so many orders."""
    lines = orders(size)
    yield lambda variant: variant.report(lines)


@contextmanager
def looked_up(_: Bench, size: int, served: int) -> Iterator[Call]:
    """For each order, whether its region is one of those that are served."""
    regions = [line.split(",")[1] for line in orders(size)]
    names = [f"region {number}" for number in range(served - len(REGIONS))] + list(REGIONS)

    def call(variant: Variant) -> object:
        return variant(regions, names)

    yield call


WORKLOAD = Workload(
    cases={
        "the whole report": Case(
            before=before,
            after=after,
            alternatives={"by eye": after_by_eye},
            setup=reported,
        )
    },
    when_not={
        "four regions, alone": Case(
            before=when_not.in_list,
            after=when_not.in_set,
            setup=partial(looked_up, served=4),
        ),
        "four hundred regions, alone": Case(
            before=when_not.in_list,
            after=when_not.in_set,
            setup=partial(looked_up, served=400),
        ),
    },
    sizes=(100, 1_000, 10_000),
    size_unit="orders",
    reference=Reference(
        size=10_000,
        why="A job adds up the orders of a day for a shop that has one every eight seconds.",
    ),
    sampled=(WALL,),
)
