"""Statements that several customers ask for at once, and the health checks that come in meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from examples.async_.bystanders.load import ask_beside_checks
from examples.async_.cpu_offload import (
    after,
    after_def,
    after_one_thread,
    after_to_thread,
    before,
    when_not,
    when_not_gzip,
)
from examples.async_.cpu_offload.export import exported
from examples.async_.cpu_offload.pdf import account
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
    stall_meter,
)
from examples.harness.workload import Setup

CUSTOMERS = 8
"""How many ask at once."""

WORKERS = 2


@contextmanager
def statements(bench: Bench, size: int) -> Iterator[Call]:
    """One application serves every version; as many customers as there are ask for the same statement."""
    shop = bench.serve("examples.async_.cpu_offload.shop:app")

    def call(variant: Variant) -> object:
        version = variant.__name__.rpartition(".")[2]
        seen = bench.run(ask_beside_checks(shop.url, [f"/{version}/statement/{size}"] * CUSTOMERS))
        bench.record(BYSTANDER, seen.slowest)
        bench.record(STALL, seen.stall)
        return seen.answers

    yield call


def in_one_loop(work: Callable[[int], Any]) -> Setup:
    """The same work for all customers in the loop of the measuring process, without a server."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        argument = work(size)

        async def for_all(variant: Variant) -> tuple[list[object], float]:
            async with stall_meter() as meter:
                answers = await asyncio.gather(*(variant(pool, argument) for _ in range(CUSTOMERS)))
            return answers, meter.longest

        def call(variant: Variant) -> object:
            answers, stall = bench.run(for_all(variant))
            bench.record(STALL, stall)
            return answers

        with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
            yield call

    return setup


WORKLOAD = Workload(
    cases={
        "a statement": Case(
            before=before,
            after=after,
            alternatives={
                "to_thread": after_to_thread,
                "plain def": after_def,
                "one thread": after_one_thread,
            },
            setup=statements,
        )
    },
    when_not={
        "gzip": Case(
            before=when_not_gzip.in_a_thread,
            after=when_not_gzip.in_a_process,
            alternatives={"in the loop": when_not_gzip.in_the_loop},
            setup=in_one_loop(exported),
            sampled=(WALL, STALL),
        ),
        "quick work": Case(
            before=when_not.here,
            after=when_not.elsewhere,
            setup=in_one_loop(account),
            sampled=(WALL, STALL),
        ),
    },
    sizes=(10, 100, 1000),
    size_unit="lines",
    reference=Reference(
        size=1000,
        why="Eight customers download the statement of a year within the same tenth of a second; it has a "
        "thousand lines and takes some ten milliseconds of pure Python.",
    ),
    sampled=(WALL, BYSTANDER, STALL),
    headline=BYSTANDER,
)
