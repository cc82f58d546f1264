"""Where streaming loses: rows that are needed twice, and values already in memory."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def stream(export: Path) -> Iterator[int]:
    with export.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield int(row["cents"])


def above_average_kept(export: Path) -> int:
    """How many orders are above the average: parse once, pass over a list twice."""
    amounts = list(stream(export))
    total = sum(amounts)
    return sum([cents * len(amounts) > total for cents in amounts])


def above_average_streamed(export: Path) -> int:
    """The same in constant memory: the file is read and parsed twice."""
    total = orders = 0
    for cents in stream(export):
        total += cents
        orders += 1
    return sum(cents * orders > total for cents in stream(export))


def net_list(amounts: Sequence[int]) -> int:
    return sum([cents * 100 // 119 for cents in amounts])


def net_generator(amounts: Sequence[int]) -> int:
    return sum(cents * 100 // 119 for cents in amounts)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "orders.csv")
        export.write_text("cents\n100\n200\n900\n", encoding="utf-8")
        print(above_average_kept(export), above_average_streamed(export))
        #> 1 1
    print(net_list([1190, 119]), net_generator([1190, 119]))
    #> 1100 1100
