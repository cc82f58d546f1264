"""Keywords of a batch of web pages in a loop, in two and in eight threads, and in processes."""

import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from statistics import fmean
from typing import Any

from examples.cpu.thread_pool import after, after_processes, before, small_tasks, when_not
from examples.cpu.thread_pool.pages import READ, keywords, shop_pages
from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.harness.workload import Setup

ELSEWHERE = Quantity("elsewhere", "pages read outside the calling process", "integer", exact=True)
WAKE_UP = Quantity("wake_up", "mean wake-up delay of another thread", "second", exact=False)
LONGEST = Quantity("longest_wake_up", "longest wake-up delay of another thread", "second", exact=False)
NAP = 0.005
"""Seconds that the other thread asks to sleep."""


def in_eight_threads(pages: Sequence[str]) -> list[list[str]]:
    """The advice with more threads than there are cores."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(keywords, pages))


@contextmanager
def pages(bench: Bench, size: int) -> Iterator[Call]:
    """Pages in memory."""
    batch = shop_pages(size)

    def call(variant: Variant) -> object:
        start = next(READ)
        answer = variant(batch)
        bench.count(ELSEWHERE, size - (next(READ) - start - 1))
        return answer

    yield call


def where_pages_are_read(variant: str, size: int) -> Mapping[Quantity, int]:
    """The loop and the threads read every page in the calling process, the processes none."""
    return {ELSEWHERE: size if variant == "processes" else 0}


@contextmanager
def sleeper() -> Iterator[list[float]]:
    """A thread that sleeps again and again; afterwards the list holds by how much it overslept each time.

    Naps that were to end after the block do not count.
    """
    delays: list[float] = []
    naps: list[tuple[float, float]] = []
    ended = threading.Event()

    def sleep() -> None:
        while not ended.is_set():
            due = time.perf_counter() + NAP
            time.sleep(NAP)
            naps.append((due, time.perf_counter() - due))

    thread = threading.Thread(target=sleep)
    thread.start()
    try:
        yield delays
    finally:
        end = time.perf_counter()
        ended.set()
        thread.join()
        delays += [late for due, late in naps if due < end]


@contextmanager
def pages_beside_a_thread(bench: Bench, size: int) -> Iterator[Call]:
    """Pages in memory, in a process whose other thread would like to wake up now and then."""
    batch = shop_pages(size)

    def call(variant: Variant) -> object:
        with sleeper() as delays:
            answer = variant(batch)
        bench.record(WAKE_UP, fmean(delays or [0.0]))
        bench.record(LONGEST, max(delays, default=0.0))
        return answer

    yield call


@contextmanager
def lines(_: Bench, size: int) -> Iterator[Call]:
    """Lines of an access log."""
    random = Random(7)
    log = [
        f'10.0.0.{number % 250} "GET /items/{number} HTTP/1.1" {random.choice((200, 304, 404))} 5120'
        for number in range(size)
    ]
    yield lambda variant: variant(log)


def work(
    function: Callable[[Any], Any], items: Callable[[Bench, int], Sequence[Any]], workers: int
) -> Setup:
    """Run a function on as many items, with as many threads."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        arguments = items(bench, size)
        yield lambda variant: variant(function, arguments, workers)

    return setup


def addresses(bench: Bench, size: int) -> Sequence[str]:
    """Items of another service, which takes five milliseconds for each."""
    upstream = bench.upstream()
    return [f"{upstream}/items/{number}?ms=5" for number in range(size)]


def addresses_and_pages(bench: Bench, size: int) -> Sequence[tuple[str, str]]:
    """The same, and the page of each item."""
    return list(zip(addresses(bench, size), shop_pages(size), strict=True))


def fetch_and_read(item: tuple[str, str]) -> tuple[bytes, list[str]]:
    """Wait for the item, then compute the keywords of its page."""
    address, page = item
    return when_not.fetch(address), keywords(page)


def blocks(_: Bench, size: int) -> Sequence[bytes]:
    """Files of a megabyte, already read; the same eight again and again."""
    eight = [Random(number).randbytes(1_000_000) for number in range(8)]
    return [eight[number % 8] for number in range(size)]


def encoded_pages(_: Bench, size: int) -> Sequence[bytes]:
    """The same pages as a server sends them, before compression."""
    return [page.encode() for page in shop_pages(size)]


def instead_of_a_loop(setup: Setup) -> Case:
    """Threads against a loop, where threads are the right tool."""
    return Case(
        before=when_not.in_a_loop,
        after=when_not.in_threads,
        setup=setup,
        sampled=(WALL,),
    )


WORKLOAD = Workload(
    cases={
        "web pages": Case(
            before=before.keywords_of_all,
            after=after.keywords_of_all,
            alternatives={"processes": after_processes.keywords_of_all},
            setup=pages,
            expected=where_pages_are_read,
            sampled=(WALL,),
        ),
        "beside another thread": Case(
            before=before.keywords_of_all,
            after=after.keywords_of_all,
            alternatives={"8 threads": in_eight_threads, "processes": after_processes.keywords_of_all},
            setup=pages_beside_a_thread,
        ),
        "log lines": Case(
            before=small_tasks.statuses,
            after=small_tasks.statuses_in_threads,
            setup=lines,
            sampled=(WALL,),
        ),
    },
    when_not={
        "waiting": instead_of_a_loop(work(when_not.fetch, addresses, workers=8)),
        "waiting, then computing": instead_of_a_loop(work(fetch_and_read, addresses_and_pages, workers=8)),
        "hashing": instead_of_a_loop(work(when_not.digest, blocks, workers=2)),
        "compressing": instead_of_a_loop(work(zlib.compress, encoded_pages, workers=2)),
    },
    sizes=(10, 30, 100),
    size_unit="tasks",
    reference=Reference(
        size=100,
        why="A crawler or an indexer works through the pages that it has fetched, a hundred at a time.",
    ),
    sampled=(WALL, WAKE_UP, LONGEST),
    parallel=True,
)
