"""Count the objects of each class, and weigh one: what slots could save is their product."""

import copy
import gc
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.slots import after, before


def weigh(make: Callable[[], object]) -> float:
    """Bytes that Python allocates for one object, without its values and the list it is in."""
    kept: list[object] = [None] * 1_000
    for _ in range(100):  # the first objects of a class are larger
        make()
    tracemalloc.start()
    start, _ = tracemalloc.get_traced_memory()
    for place in range(len(kept)):
        kept[place] = make()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (held - start) / len(kept)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "lines.csv")
        export.write_text("100000,SKU-004711,2,1990\n" * 20_000, encoding="utf-8")
        tracemalloc.start()
        lines = before.load(export)
        total, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    names = Counter(type(one).__name__ for one in gc.get_objects())
    print("most objects:", names.most_common(1))
    values = (1, "", 1, 1)  # these exist once
    plain, slotted = before.OrderLine(*values), after.OrderLine(*values)
    print(f"{total / len(lines):4.0f} bytes a line, with its values and its place in the list")
    print(f"{weigh(lambda: before.OrderLine(*values)):4.0f} of them for an object of the class")
    print(f"{weigh(lambda: after.OrderLine(*values)):4.0f} if it had slots")
    print(f"{weigh(lambda: copy.copy(plain)):4.0f} if it was copied or unpickled, without slots")
    print(f"{weigh(lambda: copy.copy(slotted)):4.0f} if it was copied or unpickled, with slots")
    print("sys.getsizeof:", sys.getsizeof(plain), "without slots,", sys.getsizeof(slotted), "with")
