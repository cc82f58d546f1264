"""Read the size of the process at each line of a function, as memory_profiler does."""

# --8<-- [start:main]
import sys
from collections import Counter
from types import FrameType
from typing import Any

import psutil

from examples.profile.memory.found import Answer, Held, Lines, Load, at


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    found, process = Counter[str](), psutil.Process()
    file, line, size = load.__code__.co_filename, "", 0

    def look(frame: FrameType, _event: str, _: object) -> Any:
        nonlocal line, size
        if frame.f_code.co_filename != file:
            return None
        now = process.memory_info().rss
        found[line] += now - (size or now)
        line, size = at(file, frame.f_lineno), now
        return look

    sys.settrace(look)
    try:
        return load(lines), found
    finally:
        sys.settrace(None)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.total() > 0)
    #> 500 True
