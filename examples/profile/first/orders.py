"""A day's orders as lines of text: seeded, so that every process has the same ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from random import Random

REGIONS = ("north", "east", "south", "west")


@cache
def orders(count: int) -> list[str]:
    """Lines of `time,region,cents`; one region in fifty is not served."""
    pick = Random(7)
    at = datetime(2026, 11, 21)
    lines = []
    for _ in range(count):
        at += timedelta(seconds=pick.randrange(8))
        region = pick.choice(REGIONS) if pick.random() < 0.98 else "abroad"
        lines.append(f"{at.isoformat(sep=' ')},{region},{pick.randrange(100, 50_000)}")
    return lines
