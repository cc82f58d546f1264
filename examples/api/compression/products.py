"""The products of a shop: seeded, so that every process has the same ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID

from pydantic import BaseModel

TEXT = """oak walnut brass linen ceramic glass steel wool bamboo marble cotton rattan lamp
desk chair shelf mirror rug vase clock stool bench kettle mug tray basket made by hand
in a small workshop ships flat with every screw and the key easy to wipe clean after
breakfast light enough carry upstairs alone holds up twelve kilos colour may vary little
between batches spare parts are kept for ten years fits narrow hallways low ceilings
finished plant oil returns free of charge within thirty days tested two families winter
folds away behind any door designed Lisbon built Porto do not leave it out rain looks
best evening packed without plastic needs no tools quiet on wooden floors"""
WORDS = TEXT.split()
LOOKS, KINDS, CATEGORIES = WORDS[:12], WORDS[12:26], ["living room", "kitchen", "office"]


class Product(BaseModel):
    id: UUID
    name: str
    category: str
    description: str
    price: float
    currency: str
    stock: int
    updated_at: datetime


@cache
def catalogue(count: int = 1_000) -> list[Product]:
    """Every product of the shop; no two are alike, and their texts are random words."""
    random = Random(20261121)
    opened = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Product(
            id=UUID(int=random.getrandbits(128), version=4),
            name=f"{random.choice(LOOKS)} {random.choice(KINDS)} {random.randrange(1_000)}",
            category=random.choice(CATEGORIES),
            description=" ".join(random.choices(WORDS, k=random.randint(4, 20))),
            price=random.randrange(500, 50_000) / 100,
            currency="EUR",
            stock=random.randrange(400),
            updated_at=opened + timedelta(seconds=random.randrange(28_000_000)),
        )
        for _ in range(count)
    ]
