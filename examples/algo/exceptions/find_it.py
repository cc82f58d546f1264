"""Print which lines raise the most exceptions while a sales file is added up."""

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

from examples.algo.exceptions.before import revenue

raised: Counter[str] = Counter()


def watch(frame: FrameType, event: str, argument: Any) -> Any:
    if event == "exception":
        place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        raised[f"{place}  {argument[0].__name__}"] += 1
    return watch


if __name__ == "__main__":
    rows = [["A-1", "2", "" if row % 10 == 9 else "250"] for row in range(10_000)]
    sys.settrace(watch)
    revenue(rows)
    sys.settrace(None)
    print(f"{len(rows):6,} rows")
    for place, times in raised.most_common(4):
        print(f"{times:6,} raised  {place}")
