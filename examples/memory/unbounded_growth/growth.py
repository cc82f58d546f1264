"""How memory grows with the requests: the exponent of a power of their number, fitted over four doublings."""

import math
import tracemalloc
from collections.abc import Callable
from statistics import linear_regression
from types import ModuleType

from examples.memory.unbounded_growth import after, after_clients, before, before_clients

START, DOUBLINGS = 1_000, 4


def exponent(serve: Callable[[int], object]) -> float:
    """Near 1 when each request leaves the same behind, near 0 when none leaves anything.

    Args:
        serve: Serves the request of that number.
    """
    sizes, kept = [], []
    tracemalloc.start()
    try:
        for number in range(START * 2**DOUBLINGS + 1):
            serve(number)
            if number >= START and math.log2(number / START).is_integer():
                sizes.append(math.log(number))
                kept.append(math.log(tracemalloc.get_traced_memory()[0]))
    finally:
        tracemalloc.stop()
    return linear_regression(sizes, kept).slope


def observing(version: ModuleType) -> Callable[[int], object]:
    return lambda number: version.observe("/cart", 1_000 + number)


def admitting(version: ModuleType) -> Callable[[int], object]:
    return lambda number: version.allow(f"client {number}", float(number))


def main() -> None:
    kept = [round(exponent(observing(version))) for version in (before, after)]
    print("durations:", kept[0], "before,", kept[1], "after")
    #> durations: 1 before, 0 after
    for version in (before_clients, after_clients):
        version.hits.clear()
    kept = [round(exponent(admitting(version))) for version in (before_clients, after_clients)]
    print("clients:", kept[0], "before,", kept[1], "after")
    #> clients: 1 before, 0 after


if __name__ == "__main__":
    main()
