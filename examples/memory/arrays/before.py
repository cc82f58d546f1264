"""Keep a day's readings of a sensor in a list."""

# --8<-- [start:main]
from collections.abc import Sequence
from pathlib import Path


def load(log: Path) -> Sequence[float]:
    """The readings of a log, one number to a line."""
    with log.open(encoding="ascii") as lines:
        return [float(line) for line in lines]


def warmest(readings: Sequence[float], window: int) -> int:
    """Where the warmest stretch of so many readings begins."""
    total = best = sum(readings[:window])
    start = 0
    for end in range(window, len(readings)):
        total += readings[end] - readings[end - window]
        if total > best:
            best, start = total, end - window + 1
    return start


# --8<-- [end:main]


def load_counts(log: Path) -> Sequence[int]:
    """The readings of a meter that counts up."""
    with log.open(encoding="ascii") as lines:
        return [int(line) for line in lines]


def above(readings: Sequence[float], limit: float) -> int:
    """How many readings are above a limit: each is looked at once."""
    found = 0
    for reading in readings:
        if reading > limit:
            found += 1
    return found


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "sensor.log")
        log.write_text("20.5\n21.0\n24.5\n24.0\n19.5\n", encoding="ascii")
        readings = load(log)
    print(readings)
    #> [20.5, 21.0, 24.5, 24.0, 19.5]
    print(warmest(readings, 2), above(readings, 21))
    #> 2 2
