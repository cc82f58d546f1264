"""Run a function on every item in processes, each with an interpreter of its own."""

# --8<-- [start:main]
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from examples.cpu.process_pool.matching import best_match

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int = 2
) -> list[Result]:
    """The results in the order of the items; the first error is raised."""
    spawn = get_context("spawn")  # the same on every system, and safe beside threads
    with ProcessPoolExecutor(max_workers=workers, mp_context=spawn) as pool:
        chunksize = len(items) // (4 * workers) + 1  # few messages, and even shares
        return list(pool.map(function, items, chunksize=chunksize))


# Every worker imports this file: without this line each would start a pool too.
if __name__ == "__main__":
    print(run_all(best_match, ["Grene oak lapm", "blue brss desk", "spanner"]))
    #> ['green oak lamp', 'blue brass desk', None]
# --8<-- [end:main]
