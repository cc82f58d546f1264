"""Match misspelled product names against a catalogue, in threads and in processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from examples.cpu.process_pool import after, after_kept_open, after_loop, before
from examples.cpu.process_pool.matching import best_match_and_process, misspelled
from examples.cpu.process_pool.other_work import fetch, mean
from examples.cpu.process_pool.when_not import digest
from examples.harness import Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.harness.workload import Setup

WORKERS = 2
ELSEWHERE = Quantity("elsewhere", "tasks run outside the calling process", "integer", exact=True)


@contextmanager
def pool_kept_open() -> Iterator[None]:
    """Start the workers of the pool that is kept, and stop them."""
    after_kept_open.run_all(abs, range(WORKERS), WORKERS)
    try:
        yield
    finally:
        after_kept_open.pool(WORKERS).shutdown()
        after_kept_open.pool.cache_clear()


@contextmanager
def names(bench: Bench, size: int) -> Iterator[Call]:
    """Match `size` names."""
    wanted = misspelled(size)

    def call(variant: Variant) -> object:
        found = variant.run_all(best_match_and_process, wanted, WORKERS)
        bench.count(ELSEWHERE, sum(process != os.getpid() for _, process in found))
        return [name for name, _ in found]

    with pool_kept_open():
        yield call


def where_tasks_ran(variant: str, size: int) -> Mapping[Quantity, int]:
    """Threads and the loop run every task in the calling process, the pools none."""
    return {ELSEWHERE: size if variant in {"after", "kept open"} else 0}


def work(function: Callable[[Any], Any], items: Callable[[Bench, int], Sequence[Any]]) -> Setup:
    """Run `function` on as many items, with the processes started beforehand."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        arguments = items(bench, size)
        with pool_kept_open():
            yield lambda variant: variant.run_all(function, arguments, WORKERS)

    return setup


def blocks(_: Bench, size: int) -> Sequence[bytes]:
    """Files of a quarter of a megabyte, already read."""
    return [Random(number).randbytes(250_000) for number in range(size)]


def prices(_: Bench, size: int) -> Sequence[Sequence[float]]:
    """Price lists of ten thousand numbers."""
    random = Random(7)
    return [[random.random() for _ in range(10_000)] for _ in range(size)]


def addresses(bench: Bench, size: int) -> Sequence[str]:
    """Items of another service, which takes five milliseconds for each."""
    upstream = bench.upstream()
    return [f"{upstream}/items/{number}?ms=5" for number in range(size)]


def instead_of_threads(setup: Setup) -> Case:
    """Processes, at their best because started beforehand, against threads."""
    return Case(before=before, after=after_kept_open, setup=setup)


WORKLOAD = Workload(
    cases={
        "match names": Case(
            before=before,
            after=after,
            alternatives={"kept open": after_kept_open, "plain loop": after_loop},
            setup=names,
            expected=where_tasks_ran,
        )
    },
    when_not={
        "hashing": instead_of_threads(work(digest, blocks)),
        "large arguments": instead_of_threads(work(mean, prices)),
        "waiting": instead_of_threads(work(fetch, addresses)),
    },
    sizes=(10, 30, 100, 300),
    size_unit="tasks",
    reference=Reference(
        size=300,
        why="a supplier's price list: a batch of a few hundred names, a few milliseconds of "
        "pure Python each, started by one request or job",
    ),
    parallel=True,
)
