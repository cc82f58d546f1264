"""Trace a function's allocations, and read off which lines made what is still there."""

# --8<-- [start:main]
import gc
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from examples.profile.memory.catalogue import Lines

Answer = TypeVar("Answer")


def held(
    load: Callable[[Lines], Answer], lines: Lines
) -> tuple[Answer, Counter[str]]:
    """The answer, and the bytes that each line made and that are left."""
    found: Counter[str] = Counter()
    tracemalloc.start()
    try:
        answer = load(lines)
        gc.collect()
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    for line in snapshot.statistics("lineno"):
        [frame] = line.traceback
        found[f"{Path(frame.filename).name}:{frame.lineno}"] += line.size
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.most_common(1)[0][0])
    #> 500 catalogue.py:24
