"""Read the size of the process at each line of a function, as memory_profiler does."""

# --8<-- [start:main]
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import psutil

from examples.profile.memory.catalogue import Lines

Answer = TypeVar("Answer")


def held(
    load: Callable[[Lines], Answer], lines: Lines
) -> tuple[Answer, Counter[str]]:
    """The answer, and how much larger the process was after each line."""
    found: Counter[str] = Counter()
    process, file = psutil.Process(), load.__code__.co_filename
    line, before = "", process.memory_info().rss

    def look(frame: FrameType, _event: str, _: object) -> Any:
        nonlocal line, before
        if frame.f_code.co_filename != file:
            return None
        now = process.memory_info().rss
        found[line] += now - before
        line, before = f"{Path(file).name}:{frame.f_lineno}", now
        return look

    previous = sys.gettrace()
    sys.settrace(look)
    try:
        return load(lines), found
    finally:
        sys.settrace(previous)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found["catalogue.py:24"] < found["catalogue.py:19"])
    #> 500 True
