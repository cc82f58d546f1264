"""profile-memory: what each tool counts to the byte, what it cannot see, and what it leaves behind."""

from __future__ import annotations

import gc
import json
import sqlite3
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from threading import Thread
from types import ModuleType
from xml.etree import ElementTree

import pytest

from examples.profile.memory import (
    after,
    after_frames,
    after_memray,
    after_unwatched,
    before,
    blind,
    small_objects,
)
from examples.profile.memory.catalogue import Catalogue, export, load
from examples.profile.memory.found import Lines
from examples.profile.memory.fresh import HOLDS, number_of
from examples.profile.memory.service import service

TRACERS = (after, after_frames, after_memray)
PARSES = number_of("json.loads")


@pytest.fixture(autouse=True)
def no_callbacks_of_the_collector() -> Iterator[None]:
    """Hypothesis notes the time in one, and that number is charged to the line at which a collection came."""
    callbacks = gc.callbacks.copy()
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = callbacks


each_tool = pytest.mark.parametrize("tool", [before, after_unwatched, *TRACERS])
each_tracer = pytest.mark.parametrize("tool", TRACERS)


@each_tool
@pytest.mark.parametrize("products", [0, 1, 20])
def test_a_watched_load_answers_as_one_that_is_not(tool: ModuleType, products: int) -> None:
    lines = export(products)
    answer, _ = tool.held(load, lines)
    assert answer == load(lines)


@each_tool
def test_a_load_that_fails_is_not_watched_any_more(tool: ModuleType) -> None:
    hook = sys.gettrace()
    for _ in range(2):  # memray could not begin again if it had not ended
        with pytest.raises(json.JSONDecodeError):
            tool.held(load, ["{"])
    assert sys.gettrace() is hook
    assert not tracemalloc.is_tracing()


@each_tracer
def test_a_tracer_counts_what_is_left_to_the_byte(tool: ModuleType) -> None:
    catalogue, found = tool.held(load, export(200))
    assert found[HOLDS] == sum(map(sys.getsizeof, catalogue.words.values()))


def test_more_frames_charge_own_lines_for_what_they_call() -> None:
    lines = export(200)
    found = []
    for tool in (after, after_frames):
        gc.collect()  # what free lists hand out is not traced; from CPython 3.14 on integers have one
        found.append(tool.held(load, lines)[1])
    one, more = found
    [parsed] = [size for line, size in one.items() if line.startswith("decoder.py")]
    assert one[PARSES] == 0
    assert more[PARSES] == parsed > 0


def test_what_was_made_before_is_not_traced() -> None:
    made = load(export(200))
    _, found = after.held(lambda _: made, [])
    assert found.total() < 1_000


def test_other_threads_are_traced_too() -> None:
    kept: list[Catalogue] = []

    def in_a_thread(lines: Lines) -> None:
        thread = Thread(target=lambda: kept.append(load(lines)))
        thread.start()
        thread.join()

    for tool in TRACERS:
        assert tool.held(in_a_thread, export(200))[1].total() > 20_000
        kept.clear()


def test_stopping_ends_the_tracing_of_others_and_drops_what_they_had() -> None:
    tracemalloc.start()
    try:
        kept = bytes(100_000)
        after.held(load, export(1))
        assert len(kept) == 100_000
        assert not tracemalloc.is_tracing()
        assert tracemalloc.get_traced_memory() == (0, 0)
    finally:
        tracemalloc.stop()


def test_cumulative_statistics_count_a_line_once_for_each_time_it_is_on_the_stack() -> None:
    def deep(calls: int) -> bytes:
        return deep(calls - 1) if calls else bytes(10_000)

    tracemalloc.start(25)
    try:
        kept = deep(9)
        statistics = tracemalloc.take_snapshot().statistics("lineno", cumulative=True)
    finally:
        tracemalloc.stop()
    assert statistics[0].size > 10 * len(kept)


def traced(tool: ModuleType) -> dict[str, int]:
    """Bytes that a tool finds of each of the blind spots."""
    totals: dict[str, int] = {}
    for job in blind.JOBS:
        kept, found = tool.held(job, export(1_000))
        totals[job.__name__] = found.total()
        if isinstance(kept, sqlite3.Connection):
            kept.close()
    return totals


def test_memory_of_c_code_is_seen_by_memray_alone() -> None:
    by_tracemalloc, by_memray = traced(after), traced(after_memray)
    assert by_tracemalloc["database"] < 10_000
    assert by_memray["database"] > sum(map(len, export(1_000)))
    assert by_tracemalloc["unwritten"] >= 8_000_000 <= by_memray["unwritten"]
    assert by_tracemalloc["one_in_fifty"] == pytest.approx(by_memray["one_in_fifty"], rel=0.05)


def test_c_code_that_uses_the_allocators_of_python_is_traced() -> None:
    jobs: list[Callable[[Lines], object]] = [
        lambda _: [zlib.compressobj() for _ in range(4)],
        lambda _: ElementTree.fromstring("<a>" + "<b>text</b>" * 5_000 + "</a>"),
    ]
    for job in jobs:
        assert after.held(job, [])[1].total() > 500_000


def test_at_the_peak_there_is_another_line() -> None:
    left, peak = small_objects.recorded(export(200), every_object=True)
    assert left.most_common(1)[0][0] == HOLDS
    assert peak.most_common(1)[0][0].startswith("decoder.py")


@pytest.mark.parametrize("deep", [0, 20])
def test_the_service_answers_the_same_however_deep(deep: int) -> None:
    handle = service(load(export(100)), deep)
    assert json.loads(handle("Model"))["found"] == [
        {"number": 100_000 + number, "cents": number * 37 % 10_000} for number in range(100)
    ]
    assert json.loads(handle("unheard")) == {"word": "unheard", "found": []}
