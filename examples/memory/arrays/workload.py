"""Keep a day's readings in memory, and ask something of them."""

import gc
import pickle
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from examples.harness import (
    PEAK_MEMORY,
    WALL,
    Bench,
    Call,
    Case,
    Quantity,
    Reference,
    Variant,
    Workload,
)
from examples.memory.arrays import after, before, when_not

OBJECTS = Quantity("objects", "number objects kept", "integer", exact=True)

HOUR = 3_600
SMALL = 200
"""Visitors an hour are fewer; numbers up to 256 exist once in CPython."""

VERSIONS: tuple[ModuleType, ...] = (before, after)


class Kept:
    """Numbers that a call keeps, equal to others of the same values in whatever they are kept.

    A list and an array are never equal by themselves.
    """

    def __init__(self, numbers: Sequence[float]) -> None:
        self.numbers = numbers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and list(self.numbers) == list(other.numbers)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.numbers)


def count_objects(bench: Bench, numbers: Sequence[float]) -> None:
    """Count the number objects that a list or an array refers to, each once."""
    if bench.counting:
        found = [one for one in gc.get_referents(numbers) if isinstance(one, int | float)]
        bench.count(OBJECTS, len({id(one) for one in found}))


def temperature(pick: random.Random) -> str:
    return f"{pick.gauss(20, 5):.2f}"


def meter(pick: random.Random) -> str:
    return str(pick.randint(1_000, 9_999_999))


def visitors(pick: random.Random) -> str:
    return str(pick.randrange(SMALL))


@contextmanager
def log_of(reading: Callable[[random.Random], str], size: int) -> Iterator[Path]:
    """A log in the disk cache, one reading to a line."""
    pick = random.Random(size)
    with TemporaryDirectory() as folder:
        log = Path(folder, "sensor.log")
        log.write_text("".join(f"{reading(pick)}\n" for _ in range(size)), encoding="ascii")
        yield log


@contextmanager
def day(bench: Bench, size: int) -> Iterator[Call]:
    """Load the readings and find the warmest hour."""
    with log_of(temperature, size) as log:

        def call(variant: Variant) -> object:
            readings = variant.load(log)
            count_objects(bench, readings)
            return variant.warmest(readings, HOUR)

        yield call


@contextmanager
def kept(bench: Bench, size: int, reading: Callable[[random.Random], str]) -> Iterator[Call]:
    """Load readings by one function."""
    with log_of(reading, size) as log:

        def call(variant: Variant) -> object:
            readings = variant(log)
            count_objects(bench, readings)
            return Kept(readings)

        yield call


@contextmanager
def handed_over(_: Bench, size: int) -> Iterator[Call]:
    """Pickle readings and load them again, as on the way to another process."""
    with in_memory(size) as readings:
        yield lambda variant: Kept(pickle.loads(pickle.dumps(readings[variant])))


@contextmanager
def looped(_: Bench, size: int) -> Iterator[Call]:
    """A loop in Python over readings in memory."""
    with in_memory(size) as readings:
        yield lambda variant: variant.above(readings[variant], 25)


@contextmanager
def added_up(_: Bench, size: int) -> Iterator[Call]:
    """Two loops in C over readings in memory."""
    with in_memory(size) as readings:
        yield lambda variant: (sum(readings[variant]), max(readings[variant]))


@contextmanager
def in_memory(size: int) -> Iterator[Mapping[ModuleType, Sequence[float]]]:
    """The readings as each version keeps them."""
    with log_of(temperature, size) as log:
        readings = {version: version.load(log) for version in VERSIONS}
    yield readings


def one_each(variant: str, size: int) -> Mapping[Quantity, int]:
    """A list refers to an object for each number, an array to none."""
    return {OBJECTS: size if variant == "before" else 0}


def small_ones(variant: str, size: int) -> Mapping[Quantity, int]:
    """Of small numbers there is one object for each value that occurs."""
    pick = random.Random(size)
    return {OBJECTS: len({visitors(pick) for _ in range(size)}) if variant == "before" else 0}


WORKLOAD = Workload(
    cases={
        "day of readings": Case(before=before, after=after, setup=day, expected=one_each),
        "meter counts": Case(
            before=before.load_counts,
            after=after.load_counts,
            setup=partial(kept, reading=meter),
            expected=one_each,
        ),
        "handed over": Case(before=before, after=after, setup=handed_over),
    },
    when_not={
        "small numbers": Case(
            before=when_not.visitors_list,
            after=when_not.visitors_array,
            alternatives={"one byte each": when_not.visitors_bytes},
            setup=partial(kept, reading=visitors),
            expected=small_ones,
        ),
        "through a list": Case(
            before=when_not.readings_list,
            after=when_not.readings_through_list,
            setup=partial(kept, reading=temperature),
            expected=one_each,
        ),
        "loop": Case(before=before, after=after, setup=looped, sampled=(WALL,)),
        "sum and max": Case(before=before, after=after, setup=added_up, sampled=(WALL,)),
    },
    sizes=(1_000, 10_000, 100_000),
    size_unit="readings",
    reference=Reference(
        size=100_000,
        why="A sensor that reports every second leaves nearly a hundred thousand readings a day.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
