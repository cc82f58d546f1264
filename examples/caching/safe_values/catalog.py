"""What the shop keeps in its cache: pages of its catalog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Product:
    """A product with values that JSON has no types for.

    Attributes:
        price: In euros.
        changed: With a time zone.
        tags: What it can be filtered by.
        stock: Pieces by the number of the warehouse.
    """

    id: int
    name: str
    price: Decimal
    changed: datetime
    tags: tuple[str, ...]
    stock: dict[int, int]


PRODUCTS = TypeAdapter(list[Product])
"""Turns products into JSON and back. To make it takes long, so it is made once."""


def page_of_products(size: int) -> list[Product]:
    """So many products, the same ones each time."""
    pick = Random(7)
    return [
        Product(
            id=number,
            name=f"Chair {number}, {pick.choice(('oak', 'steel', 'linen'))}",
            price=Decimal(pick.randint(300, 99_999)) / 100,
            changed=datetime(2026, 11, 21, tzinfo=UTC) - timedelta(seconds=pick.randint(0, 10**7)),
            tags=tuple(pick.sample(("new", "sale", "garden", "kitchen", "gift"), 2)),
            stock={1: pick.randint(0, 9), 2: pick.randint(0, 9)},
        )
        for number in range(1, size + 1)
    ]
