"""Keep objects of an ordinary class, or of one with slots, with the values that they hold."""

import pickle
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Workload
from examples.memory.slots import after, after_elsewhere, before, before_elsewhere, when_not, when_not_text

WITH_DICTIONARY = Quantity("with_dictionary", "objects that can have a dictionary", "integer", exact=True)

COLORS = ("black", "white", "red", "green", "blue", "grey", "oak", "steel")
THINGS = ("kettle", "lamp", "chair", "table", "mug", "blanket", "towel", "knife", "shelf", "mirror")
CATEGORIES = ("Kitchen", "Living room", "Bedroom", "Bathroom", "Garden")


class Kept:
    """What a call keeps, equal to what another keeps if the fields hold equal values.

    Objects of two classes are never equal by themselves. Nothing is compared, or copied, before it is asked
    for: a call must cost no more than its subject.
    """

    def __init__(self, objects: Callable[[], Sequence[object]]) -> None:
        self.objects = objects

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self._fields() == other._fields()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._fields())

    def _fields(self) -> list[object]:
        objects = self.objects()
        names = list(type(objects[0]).__dataclass_fields__) if objects else []  # type: ignore[attr-defined]
        return list(map(attrgetter(*names), objects)) if objects else []


def keeping(bench: Bench, make: Callable[[], Sequence[object]]) -> Kept:
    """Make the objects, and count those that can have a dictionary. To ask is to make one, so not in time."""
    objects = make()
    if bench.counting:
        bench.count(WITH_DICTIONARY, sum(hasattr(one, "__dict__") for one in objects))
    return Kept(lambda: objects)


def write_lines(export: Path, size: int) -> None:
    """Order, article, quantity and price of each line; some lines to an order."""
    pick = random.Random(size)
    with export.open("w", encoding="utf-8", newline="") as file:
        for number in range(size):
            sku = f"SKU-{pick.randrange(100_000):06}"
            file.write(f"{100_000 + number // 3},{sku},{pick.randint(1, 5)},{pick.randint(300, 99_999)}\r\n")


def write_products(export: Path, size: int) -> None:
    """Texts of a catalog: number and name are the product's own, brand and category are not."""
    pick = random.Random(size)
    with export.open("w", encoding="utf-8", newline="") as file:
        for number in range(size):
            name = f"{pick.choice(COLORS).title()} {pick.choice(THINGS)} {pick.randint(10, 200)} cm"
            brand = f"Brand {pick.randrange(200):03}"
            file.write(
                f"SKU-{number:06},{name},{brand},{pick.choice(CATEGORIES)},{pick.randint(300, 99_999)}\r\n"
            )


@contextmanager
def file_of(write: Callable[[Path, int], None], size: int) -> Iterator[Path]:
    """One export, in the disk cache."""
    with TemporaryDirectory() as folder:
        export = Path(folder, "export.csv")
        write(export, size)
        yield export


@contextmanager
def loaded(bench: Bench, size: int) -> Iterator[Call]:
    """Order lines from a file."""
    with file_of(write_lines, size) as export:
        yield lambda variant: keeping(bench, partial(variant.load, export))


@contextmanager
def received(bench: Bench, size: int) -> Iterator[Call]:
    """Order lines from a queue, each pickled on its own."""
    with file_of(write_lines, size) as export:
        messages = {version: [pickle.dumps(line) for line in version.load(export)] for version in VERSIONS}

    yield lambda variant: keeping(bench, lambda: [pickle.loads(message) for message in messages[variant]])


@contextmanager
def made(bench: Bench, size: int, function: str) -> Iterator[Call]:
    """Objects whose values exist already."""
    yield lambda variant: keeping(bench, partial(getattr(variant, function), size))


@contextmanager
def read(bench: Bench, size: int, write: Callable[[Path, int], None]) -> Iterator[Call]:
    """Objects from a file, by one function."""
    with file_of(write, size) as export:
        yield lambda variant: keeping(bench, partial(variant, export))


@contextmanager
def pickled(_: Bench, size: int) -> Iterator[Call]:
    """Order lines from a file, handed to another process as one pickle."""

    def kept(data: bytes) -> Kept:
        return Kept(lambda: pickle.loads(data))

    with file_of(write_lines, size) as export:
        yield lambda variant: kept(variant(export))


@contextmanager
def added_up(_: Bench, size: int) -> Iterator[Call]:
    """One pass over order lines that are in memory."""
    with file_of(write_lines, size) as export:
        lines = {version: version.load(export) for version in VERSIONS}
    yield lambda variant: variant.revenue(lines[variant])


VERSIONS: tuple[ModuleType, ...] = (before, after)


def all_or_none(variant: str, size: int) -> Mapping[Quantity, int]:
    """With slots, no object can have a dictionary."""
    return {WITH_DICTIONARY: 0 if variant == "after" else size}


def all_of_them(_: str, size: int) -> Mapping[Quantity, int]:
    """A parent without slots gives its children a dictionary, whatever they declare."""
    return {WITH_DICTIONARY: size}


WORKLOAD = Workload(
    cases={
        "order lines": Case(before=before, after=after, setup=loaded, expected=all_or_none),
        "from a queue": Case(before=before, after=after, setup=received, expected=all_or_none),
        "shared values": Case(
            before=before_elsewhere,
            after=after_elsewhere,
            setup=partial(made, function="grid"),
            expected=all_or_none,
        ),
        "many fields": Case(
            before=before_elsewhere,
            after=after_elsewhere,
            setup=partial(made, function="survey"),
            expected=all_or_none,
        ),
    },
    when_not={
        "rows of text": Case(
            before=when_not_text.catalog_plain,
            after=when_not_text.catalog_slots,
            alternatives={"shared strings": when_not_text.catalog_shared},
            setup=partial(read, write=write_products),
            expected=all_or_none,
        ),
        "parent without slots": Case(
            before=when_not.children_plain,
            after=when_not.children_slots,
            setup=partial(read, write=write_lines),
            expected=all_of_them,
        ),
        "pickled at once": Case(before=when_not.pickle_plain, after=when_not.pickle_slots, setup=pickled),
        "reading attributes": Case(before=before, after=after, setup=added_up, sampled=(WALL,)),
    },
    sizes=(100, 1_000, 10_000),
    size_unit="objects",
    reference=Reference(
        size=10_000,
        why="A planning job keeps a month of a small shop's order lines and passes over them many times.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
