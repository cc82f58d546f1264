"""Where an array saves nothing: small numbers, and a list that is made on the way."""

from array import array
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def visitors_list(log: Path) -> Sequence[int]:
    """Small numbers: CPython has each of them once, and the list refers to it."""
    with log.open(encoding="ascii") as lines:
        return [int(line) for line in lines]


def visitors_array(log: Path) -> Sequence[int]:
    """Eight bytes a number, as many as a reference has."""
    with log.open(encoding="ascii") as lines:
        return array("q", map(int, lines))


def visitors_bytes(log: Path) -> Sequence[int]:
    """One byte a number; above 255 it raises OverflowError."""
    with log.open(encoding="ascii") as lines:
        return array("B", map(int, lines))


def readings_list(log: Path) -> Sequence[float]:
    with log.open(encoding="ascii") as lines:
        return [float(line) for line in lines]


def readings_through_list(log: Path) -> Sequence[float]:
    """The list and the array are in memory together."""
    with log.open(encoding="ascii") as lines:
        return array("d", [float(line) for line in lines])


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        log = Path(folder, "door.log")
        log.write_text("3\n0\n7\n", encoding="ascii")
        print(visitors_list(log), visitors_bytes(log))
        #> [3, 0, 7] array('B', [3, 0, 7])
        print(readings_through_list(log))
        #> array('d', [3.0, 0.0, 7.0])
