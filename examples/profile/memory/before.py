"""Read the size of the process at each line of a function, as memory_profiler does."""

# --8<-- [start:main]
import sys
from collections import Counter
from types import FrameType
from typing import Any

from examples.profile.memory.found import Answer, Held, Lines, Load, at
from examples.profile.memory.process import rss


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    found, file = Counter[int](), load.__code__.co_filename
    line, size = load.__code__.co_firstlineno, rss()

    def look(frame: FrameType, _event: str, _: object) -> Any:
        nonlocal line, size
        if frame.f_code.co_filename != file:
            return None
        now = rss()
        found[line] += now - size
        line, size = frame.f_lineno, now
        return look

    sys.settrace(look)
    try:
        answer = load(lines)
    finally:
        sys.settrace(None)
    return answer, Counter({at(file, n): found[n] for n in found})


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), "catalogue.py:24" in found)
    #> 500 True
