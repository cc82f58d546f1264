"""Keep the processes for the next call: they start once."""

# --8<-- [start:main]
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@cache
def pool(workers: int) -> ProcessPoolExecutor:
    """The one pool of that size; it is shut down at exit."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def run_all(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = 2,
) -> list[Result]:
    """The results in the items' order; the first error is raised."""
    try:
        kept = pool(workers)
        chunksize = len(items) // (4 * workers) + 1
        return list(kept.map(function, items, chunksize=chunksize))
    except BrokenProcessPool:
        pool.cache_clear()  # it stays broken: start another next time
        raise


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.cpu.process_pool.matching import best_match

    print(run_all(best_match, ["Grene oak lapm", "blue brss desk", "spanner"]))
    #> ['green oak lamp', 'blue brass desk', None]
