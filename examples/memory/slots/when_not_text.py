"""Rows of text: most of the memory is in strings, and many of them are equal."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from tempfile import TemporaryDirectory


@dataclass
class Product:
    sku: str
    name: str
    brand: str
    category: str
    cents: int


@dataclass(slots=True)
class SlottedProduct:
    sku: str
    name: str
    brand: str
    category: str
    cents: int


Make = Callable[[str, str, str, str, int], object]


def read(export: Path, make: Make, share: Callable[[str], str] = str) -> list[object]:
    """`share` gives one string for all that are equal; `str` leaves them as they are."""
    with export.open(encoding="utf-8", newline="") as file:
        return [
            make(sku, name, share(brand), share(category), int(cents))
            for sku, name, brand, category, cents in csv.reader(file)
        ]


def catalog_plain(export: Path) -> list[object]:
    return read(export, Product)


def catalog_slots(export: Path) -> list[object]:
    return read(export, SlottedProduct)


def catalog_shared(export: Path) -> list[object]:
    return read(export, Product, intern)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "products.csv")
        row = "KET-1,Steel kettle,Brandt,Kitchen,4990\n"
        export.write_text(row * 2, encoding="utf-8")
        first, second = catalog_shared(export)
    print(first)
    #> Product(sku='KET-1', name='Steel kettle', brand='Brandt', category='Kitchen', cents=4990)
