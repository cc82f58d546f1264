"""Fail when a row added to a long table costs more memory than one added to a short table."""

import tracemalloc
from collections.abc import Iterator
from statistics import median

from examples.algo.string_join.after import order_table


def test_adding_a_row_does_not_copy_the_table() -> None:
    allocated = []

    def orders() -> Iterator[tuple[int, str, int]]:
        for number in range(10_000, 12_000):
            tracemalloc.reset_peak()
            held, _ = tracemalloc.get_traced_memory()
            yield number, "Ada Byron", 1_990
            _, peak = tracemalloc.get_traced_memory()
            allocated.append(peak - held)  # bytes that adding this row needed

    tracemalloc.start()
    try:
        order_table(orders())
    finally:
        tracemalloc.stop()
    # The median leaves out the few rows at which a list or buffer grows.
    assert median(allocated[-100:]) < 2 * median(allocated[:100])
