"""Where slots save nothing: below a parent without them, and on the way to a pickle."""

import csv
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.slots import after, before


class Record:
    """A parent from a library: without slots, so its children have a dictionary."""


@dataclass
class PlainLine(Record):
    order: int
    sku: str
    quantity: int
    cents: int


@dataclass(slots=True)
class SlottedLine(Record):
    order: int
    sku: str
    quantity: int
    cents: int


def load(export: Path, make: Callable[[int, str, int, int], Record]) -> list[Record]:
    with export.open(encoding="utf-8", newline="") as file:
        return [make(int(o), sku, int(q), int(c)) for o, sku, q, c in csv.reader(file)]


def children_plain(export: Path) -> list[Record]:
    return load(export, PlainLine)


def children_slots(export: Path) -> list[Record]:
    return load(export, SlottedLine)


def pickle_plain(export: Path) -> bytes:
    return pickle.dumps(before.load(export))


def pickle_slots(export: Path) -> bytes:
    return pickle.dumps(after.load(export))


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "lines.csv")
        export.write_text("7,PEN-1,2,120\n", encoding="utf-8")
        print(vars(children_slots(export)[0]), len(pickle.loads(pickle_slots(export))))
        #> {} 1
