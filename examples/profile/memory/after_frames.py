"""Trace allocations with who called, and charge a function's own lines for what they call."""

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
    """The answer, and the bytes left of what each own line made or had made."""
    found: Counter[str] = Counter()
    file = load.__code__.co_filename
    tracemalloc.start(25)
    try:
        answer = load(lines)
        gc.collect()
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    for group in snapshot.statistics("traceback"):
        own = {f.lineno for f in group.traceback if f.filename == file}
        for number in own:  # once each, however often it is in there
            found[f"{Path(file).name}:{number}"] += group.size
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.most_common(1)[0][0])
    #> 500 catalogue.py:24
