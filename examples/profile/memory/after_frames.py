"""Trace allocations with their callers, and charge own lines for what they call."""

# --8<-- [start:main]
import gc
import tracemalloc
from collections import Counter

from examples.profile.memory.found import Answer, Held, Lines, Load, at


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    tracemalloc.start(5)
    try:
        answer = load(lines)
        gc.collect()
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    found, file = Counter[str](), load.__code__.co_filename
    for stack in snapshot.statistics("traceback"):
        own = {f.lineno for f in stack.traceback if f.filename == file}
        for number in own:
            found[at(file, number)] += stack.size
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.most_common(1)[0][0])
    #> 500 catalogue.py:24
