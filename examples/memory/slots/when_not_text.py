"""Rows of text: most of the memory is in strings, and many of them are equal."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
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


def read(
    export: Path, make: Callable[..., object], share: Callable[[str], str]
) -> list[object]:
    with export.open(encoding="utf-8", newline="") as file:
        return [
            make(sku, name, share(brand), share(category), int(cents))
            for sku, name, brand, category, cents in csv.reader(file)
        ]


def catalog_plain(export: Path) -> list[object]:
    return read(export, Product, str)


def catalog_slots(export: Path) -> list[object]:
    return read(export, SlottedProduct, str)


def catalog_shared(export: Path) -> list[object]:
    known: dict[str, str] = {}  # one string for all that are equal
    return read(export, Product, lambda text: known.setdefault(text, text))


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "products.csv")
        export.write_text("KET-1,Kettle,Brandt,Kitchen,4990\n" * 2, encoding="utf-8")
        for catalog in catalog_plain, catalog_shared:
            one, other = map(vars, catalog(export))
            print(one["brand"] is other["brand"])
            #> False
            #> True
