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
    function: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = 2,
) -> list[Result]:
    """The results in the items' order; the first error is raised."""
    # Spawn is the same on every system, and safe beside threads.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        # Few messages, and even shares.
        chunksize = len(items) // (4 * workers) + 1
        return list(pool.map(function, items, chunksize=chunksize))


# Every worker imports this file: without this line each starts a pool.
if __name__ == "__main__":
    print(run_all(best_match, ["blue brss desk", "spanner"]))
    #> ['blue brass desk', None]
# --8<-- [end:main]
