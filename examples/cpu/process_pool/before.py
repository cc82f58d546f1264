"""Run a function on every item in threads, which take turns at the interpreter."""

# --8<-- [start:main]
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = 2,
) -> list[Result]:
    """The results in the items' order; the first error is raised."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(function, items))


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.cpu.process_pool.matching import best_match

    print(run_all(best_match, ["Grene oak lapm", "blue brss desk", "spanner"]))
    #> ['green oak lamp', 'blue brass desk', None]
