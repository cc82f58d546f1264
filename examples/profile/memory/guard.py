"""Fails when a catalogue keeps more than was agreed, or when a tool cannot tell."""

import sys

from examples.profile.memory.after import held
from examples.profile.memory.catalogue import export, load

PRODUCTS = 1_000
AGREED = 400
"""Bytes of the search index for each product."""


def test_the_index_is_as_small_as_agreed_and_its_line_is_named() -> None:
    catalogue, found = held(load, export(PRODUCTS))
    [(line, size)] = found.most_common(1)
    assert line.startswith("catalogue.py")
    assert size == sum(map(sys.getsizeof, catalogue.words.values()))
    assert size < AGREED * PRODUCTS
