"""Run a function on every item in a plain loop, without a pool."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from examples.cpu.process_pool.matching import best_match

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int = 2
) -> list[Result]:
    """The results in the order of the items; the first error is raised."""
    del workers  # a loop has none
    return [function(item) for item in items]


if __name__ == "__main__":
    print(run_all(best_match, ["Grene oak lapm", "blue brss desk", "spanner"]))
    #> ['green oak lamp', 'blue brass desk', None]
