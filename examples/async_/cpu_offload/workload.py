"""Statements that several customers ask for at once, and the health checks that come in meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from examples.async_.bystanders.load import ask_beside_checks
from examples.async_.cpu_offload import (
    after,
    after_gzip,
    after_gzip_process,
    after_one_thread,
    after_to_thread,
    before,
    before_gzip,
    when_not,
)
from examples.async_.cpu_offload.statement import lines_of_account
from examples.harness import (
    BYSTANDER,
    STALL,
    WALL,
    Bench,
    Call,
    Case,
    Reference,
    Variant,
    Workload,
)
from examples.harness.workload import Setup

CUSTOMERS = 8
"""How many ask at once."""


def customers(path: str) -> Setup:
    """As many customers as there are ask for the same thing."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        shop = bench.serve("examples.async_.cpu_offload.shop:app")

        def call(variant: Variant) -> object:
            version = variant.__name__.rpartition(".")[2]
            seen = bench.run(ask_beside_checks(shop.url, [f"/{version}/{path}/{size}"] * CUSTOMERS))
            bench.record(BYSTANDER, seen.slowest)
            bench.record(STALL, seen.stall)
            return seen.answers

        yield call

    return setup


@contextmanager
def quick_work(bench: Bench, size: int) -> Iterator[Call]:
    """A worker that is running already, and lines that it needs a copy of."""
    lines = lines_of_account(size)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda variant: bench.run(variant(pool, lines))


WORKLOAD = Workload(
    cases={
        "a statement": Case(
            before=before,
            after=after,
            alternatives={"to_thread": after_to_thread, "one thread": after_one_thread},
            setup=customers("statement"),
        ),
        "gzip": Case(
            before=before_gzip,
            after=after_gzip,
            alternatives={"a process": after_gzip_process},
            setup=customers("export"),
        ),
    },
    when_not={
        "quick work": Case(
            before=when_not.here,
            after=when_not.elsewhere,
            setup=quick_work,
            sampled=(WALL,),
        ),
    },
    sizes=(10, 100, 1000, 3000),
    size_unit="lines",
    reference=Reference(
        size=1000,
        why="Eight customers download the statement of a year within the same tenth of a second; it has a "
        "thousand lines, and takes some ten milliseconds of pure Python to lay out.",
    ),
    sampled=(WALL, BYSTANDER, STALL),
    headline=BYSTANDER,
)
