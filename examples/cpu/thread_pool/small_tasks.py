"""The same advice for tasks of a microsecond or two: the lines of an access log."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor


def status(line: str) -> int:
    """The HTTP status in a line such as `10.0.0.7 "GET / HTTP/1.1" 200 5120`."""
    return int(line.rpartition('"')[2].split()[0])


def statuses(lines: Sequence[str]) -> list[int]:
    return [status(line) for line in lines]


def statuses_in_threads(lines: Sequence[str]) -> list[int]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(status, lines))
