"""Trace a function's allocations, and read off which lines made what is still there."""

# --8<-- [start:main]
import gc
import tracemalloc
from collections import Counter

from examples.profile.memory.found import Answer, Held, Lines, Load, at


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    tracemalloc.start()
    try:
        answer = load(lines)
        gc.collect()
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    found = Counter[str]()
    for line in snapshot.statistics("lineno"):
        [made] = line.traceback
        found[at(made.filename, made.lineno)] += line.size
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.most_common(1)[0][0])
    #> 500 catalogue.py:24
