"""Keep the lines of an export as objects of an ordinary class."""

from __future__ import annotations

# --8<-- [start:main]
import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass
class OrderLine:
    order: int
    sku: str
    quantity: int
    cents: int


def load(export: Path) -> list[OrderLine]:
    """All lines of an export."""
    with export.open(encoding="utf-8", newline="") as file:
        return [
            OrderLine(int(row[0]), row[1], int(row[2]), int(row[3]))
            for row in csv.reader(file)
        ]


# --8<-- [end:main]


def revenue(lines: list[OrderLine]) -> int:
    """Cents over all lines: three attributes read for each."""
    total = 0
    for line in lines:
        if line.order:
            total += line.quantity * line.cents
    return total


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        export = Path(folder, "lines.csv")
        export.write_text("7,PEN-1,2,120\n8,INK-3,1,450\n", encoding="utf-8")
        lines = load(export)
    print(lines[0])
    #> OrderLine(order=7, sku='PEN-1', quantity=2, cents=120)
    print(revenue(lines), vars(lines[1]))
    #> 690 {'order': 8, 'sku': 'INK-3', 'quantity': 1, 'cents': 450}
