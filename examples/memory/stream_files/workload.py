"""Add up one day's log of requests by route, and take the checksum of the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Reference, Variant, Workload
from examples.memory.stream_files import (
    after,
    after_batches,
    after_checksum,
    after_mmap,
    before,
    before_array,
    before_checksum,
    before_readlines,
    when_not,
)
from examples.memory.stream_files.requests import AGENT, EMOJI, write_array, write_lines

QUESTIONS = 20


@contextmanager
def report(_: Bench, size: int, *, agent: str = AGENT) -> Iterator[Call]:
    """The report over one log, which is an array for the variant that reads arrays."""
    with TemporaryDirectory() as folder:
        log, array = Path(folder, "requests.jsonl"), Path(folder, "requests.json")
        write_lines(log, size, agent)
        write_array(array, size)

        def call(variant: Variant) -> object:
            return variant.milliseconds_by_route(array if variant is before_array else log)

        yield call


@contextmanager
def verify(_: Bench, size: int) -> Iterator[Call]:
    """The checksum of the same log."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        write_lines(log, size)
        yield lambda variant: variant.checksum(log)


@contextmanager
def keep(_: Bench, size: int) -> Iterator[Call]:
    """All requests as a list."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        write_lines(log, size)
        yield lambda variant: variant(log)


@contextmanager
def look_up(_: Bench, size: int) -> Iterator[Call]:
    """Some lines by number, anywhere in the file."""
    pick = Random(size)
    wanted = [pick.randrange(size) for _ in range(QUESTIONS)]
    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        write_lines(log, size)
        yield lambda variant: variant(log, wanted)


WORKLOAD = Workload(
    cases={
        "read().splitlines()": Case(before=before, after=after, setup=report),
        "readlines()": Case(before=before_readlines, after=after, setup=report),
        "json.load": Case(
            before=before_array, after=after, alternatives={"batches": after_batches}, setup=report
        ),
        "one emoji": Case(before=before, after=after, setup=partial(report, agent=EMOJI)),
        "checksum": Case(
            before=before_checksum,
            after=after_checksum,
            alternatives={"mmap": after_mmap},
            setup=verify,
        ),
    },
    when_not={
        "all is kept": Case(
            before=when_not.requests_of_list, after=when_not.requests_of_stream, setup=keep
        ),
        "lines by number": Case(
            before=when_not.lines_of_list,
            after=when_not.lines_of_streams,
            alternatives={"offsets": when_not.lines_by_offset},
            setup=look_up,
        ),
    },
    sizes=(100, 2_000, 20_000),
    size_unit="requests",
    reference=Reference(
        size=20_000,
        why="A service that gets a request every few seconds has as many lines in the log of one day.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
