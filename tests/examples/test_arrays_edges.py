"""An array answers like the list that it replaces, and what it does not do like one."""

from __future__ import annotations

import json
import math
import operator
import pickle
import tracemalloc
from array import array
from bisect import bisect, insort
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.memory.arrays import after, before, when_not

NUMBERS = st.lists(st.floats(-100, 100), max_size=30)
WINDOW = st.integers(1, 10)


def outcome(call: Callable[[], Sequence[float]]) -> object:
    """The numbers, or the type and text of the error."""
    try:
        return list(call())
    except Exception as error:
        return type(error), str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", []),
        (b"20.5\n-3\n", [20.5, -3.0]),
        (b"1e400\n", [math.inf]),
        (b"20.5\nwarm\n", ValueError),
        (b"20.5\n\n", ValueError),
        (b"20\xb0\n", UnicodeDecodeError),
        (None, FileNotFoundError),
    ],
)
def test_logs_load_and_fail_alike(text: bytes | None, expected: object, tmp_path: Path) -> None:
    log = tmp_path / "sensor.log"
    if text is not None:
        log.write_bytes(text)
    found = outcome(lambda: before.load(log))
    assert outcome(lambda: after.load(log)) == outcome(lambda: when_not.readings_through_list(log)) == found
    assert (found[0] if isinstance(found, tuple) else found) == expected


@given(numbers=NUMBERS, window=WINDOW)
def test_questions_have_the_same_answers(numbers: list[float], window: int) -> None:
    machine = array("d", numbers)
    assert after.warmest(machine, window) == before.warmest(numbers, window)
    assert after.above(machine, 20) == before.above(numbers, 20)
    assert sum(machine) == sum(numbers)
    assert machine.tolist() == sorted(machine, key=lambda _: 0) == numbers


@given(numbers=NUMBERS)
def test_a_double_is_a_float_of_python_to_the_last_bit(numbers: list[float]) -> None:
    assert list(map(float.hex, array("d", numbers))) == list(map(float.hex, numbers))


@pytest.mark.parametrize(
    ("typecode", "number", "error"),
    [
        ("B", 256, OverflowError),
        ("q", 2**63, OverflowError),
        ("q", 1.0, TypeError),
        ("d", None, TypeError),
        ("d", "20.5", TypeError),
        ("d", 10**400, OverflowError),
    ],
)
def test_what_does_not_fit_raises(typecode: Any, number: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        array(typecode).append(number)


def test_single_precision_changes_numbers_without_a_word() -> None:
    assert array("f", [20.1])[0] != 20.1
    assert array("f", [16_777_217])[0] == 16_777_216


def test_an_array_equals_no_list() -> None:
    assert array("d", [1.0]) != [1.0]
    assert array("d", [1.0]) == array("q", [1])


def test_a_list_finds_the_nan_that_it_holds_and_an_array_does_not() -> None:
    missing = math.nan
    readings = [20.5, missing]
    assert missing in readings
    assert missing not in array("d", readings)


def test_an_array_has_no_sort_and_takes_no_list() -> None:
    readings: Any = array("d", [2.0, 1.0])
    assert not hasattr(readings, "sort")
    assert sorted(readings) == [1.0, 2.0]
    with pytest.raises(TypeError):
        readings[:1] = [3.0]
    with pytest.raises(TypeError):
        operator.add(readings, [3.0])
    insort(readings, 3.0)
    assert bisect(readings, 2.5) == 2
    readings.extend([4.0])
    assert readings.tolist() == [2.0, 1.0, 3.0, 4.0]


def test_json_wants_a_list() -> None:
    readings = array("d", [20.5])
    with pytest.raises(TypeError):
        json.dumps(readings)
    assert json.dumps(readings.tolist()) == "[20.5]"


def test_a_view_copies_nothing_and_holds_the_size() -> None:
    readings = array("d", range(100_000))
    tracemalloc.start()
    try:
        view = memoryview(readings)[25_000:75_000]
        of_view, _ = tracemalloc.get_traced_memory()
        copied = readings[25_000:75_000]
        of_copy, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert of_view < 1_000
    assert of_copy > 50_000 * readings.itemsize
    assert view.tolist() == copied.tolist()
    with pytest.raises(BufferError):
        readings.append(1.0)
    del view
    readings.append(1.0)


def test_an_array_travels_as_its_bytes() -> None:
    readings = [reading / 8 for reading in range(1_000)]
    machine = array("d", readings)
    assert array("d", machine.tobytes()) == machine
    assert pickle.loads(pickle.dumps(machine)) == machine
    assert len(pickle.dumps(machine)) < len(pickle.dumps(readings))


def test_a_loop_makes_one_object_at_a_time() -> None:
    readings = array("d", range(100_000))
    tracemalloc.start()
    try:
        after.above(readings, 20)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000
