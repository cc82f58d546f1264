"""What each tool is asked: which line of a job holds how much."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")
Lines = list[str]
Load = Callable[[Lines], Answer]

Held = tuple[Answer, Counter[str]]
"""What a job answers, and bytes by line."""


def at(file: str, number: int) -> str:
    """A line as the tools name it here: `catalogue.py:24`."""
    return f"{Path(file).name}:{number}"
