"""What the pools run: find the product that a supplier's misspelled name means."""

from __future__ import annotations

import os
from difflib import get_close_matches
from random import Random

COLOURS = ["white", "black", "green", "blue"]
WOODS = ["oak", "walnut", "bamboo", "birch", "pine", "teak", "ash", "cherry"]
LOOKS = [*WOODS, "brass", "linen", "ceramic", "glass", "steel", "wool", "cork", "jute"]
KINDS = ["lamp", "desk", "chair", "shelf", "mirror", "rug", "vase", "clock", "stool"]
CATALOGUE = [f"{c} {look} {kind}" for c in COLOURS for look in LOOKS for kind in KINDS]


def best_match(name: str) -> str | None:
    """The closest of the catalogue's names, or None when nothing is close."""
    return next(iter(get_close_matches(name.lower(), CATALOGUE, n=1)), None)


def best_match_and_process(name: str) -> tuple[str | None, int]:
    """The closest name, and the process that found it."""
    return best_match(name), os.getpid()


def misspelled(count: int) -> list[str]:
    """Names as suppliers type them: each lost one letter and had two others swapped."""
    random = Random(7)
    names = []
    for _ in range(count):
        letters = list(random.choice(CATALOGUE))
        del letters[random.randrange(len(letters))]
        at = random.randrange(len(letters) - 1)
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
        names.append("".join(letters))
    return names
