"""Fail when a service keeps something of every request."""

import tracemalloc
from itertools import count, islice

from examples.memory.unbounded_growth.after import observe

REQUESTS = 10_000
numbers = count(1_000)  # each number comes once, as a client or a path may


def left_behind() -> int:
    """Bytes that are still held after so many requests, and were not before."""
    held, _ = tracemalloc.get_traced_memory()
    for number in islice(numbers, REQUESTS):
        observe("/cart", number)
    return tracemalloc.get_traced_memory()[0] - held


def test_requests_leave_nothing_behind() -> None:
    tracemalloc.start()
    try:
        left_behind()  # fills what has a bound
        assert left_behind() < REQUESTS  # less than one byte each
    finally:
        tracemalloc.stop()
