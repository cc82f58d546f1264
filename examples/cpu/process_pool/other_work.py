"""Work that a process pool does not help: its argument is large, or it only waits."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.request import urlopen


def mean(prices: Sequence[float]) -> float:
    """The mean of a year's prices: quick to work out, long to copy."""
    return sum(prices) / len(prices)


def fetch(url: str) -> bytes:
    """What the address answers."""
    with urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body
