"""Where the generator pays: a search that can stop, and rows that nobody else keeps."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.generator_cost import after, before
from examples.memory.generator_cost.order_lines import Line


def file_revenue_list(export: Path) -> int:
    with export.open(encoding="utf-8", newline="") as file:
        return sum([int(row[1]) * int(row[2]) for row in csv.reader(file)])


def file_revenue_generator(export: Path) -> int:
    with export.open(encoding="utf-8", newline="") as file:
        return sum(int(row[1]) * int(row[2]) for row in csv.reader(file))


def seen_by(search: Callable[[Iterator[Line]], bool], lines: list[Line]) -> list[str]:
    """The products that a search has looked at when it knows its answer."""
    seen = []

    def watched() -> Iterator[Line]:
        for line in lines:
            seen.append(line.product)
            yield line

    search(watched())
    return seen


if __name__ == "__main__":
    lines = [Line("pen", 3, 120, 3), Line("ink", -1, 450, 0), Line("cup", 1, 900, 1)]
    print(seen_by(before.any_returned, lines), seen_by(after.any_returned, lines))
    #> ['pen', 'ink', 'cup'] ['pen', 'ink']
    with TemporaryDirectory() as folder:
        export = Path(folder, "lines.csv")
        export.write_text("pen,3,120\nink,1,450\n", encoding="utf-8")
        print(file_revenue_list(export), file_revenue_generator(export))
        #> 810 810
