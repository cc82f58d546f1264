"""The job that is looked at: load a shop's products, and keep prices and a search index."""

# --8<-- [start:main]
import json
from collections import defaultdict
from dataclasses import dataclass

from examples.profile.memory.found import Lines


@dataclass
class Catalogue:
    cents: dict[int, int]
    words: dict[str, set[int]]


def load(lines: Lines) -> Catalogue:
    """Products as JSON, one a line: what they cost, and which ones have a word in their name."""
    rows = [json.loads(line) for line in lines]
    cents = {row["number"]: row["cents"] for row in rows}
    words = defaultdict(set)
    for row in rows:
        for word in row["name"].split():
            words[word].add(row["number"])
    return Catalogue(cents, dict(words))


# --8<-- [end:main]


def export(products: int) -> Lines:
    """Products as another system writes them, much of which nobody here needs."""
    return [
        json.dumps(
            {
                "number": 100_000 + number,
                "cents": number * 37 % 10_000,
                "name": f"Model {number * 7919 % products} Color {number % 31}",
                "text": f"What there is to say about product {number}. " * 6,
                "attributes": {f"attribute {at}": f"value {number * at % 997}" for at in range(12)},
            }
        )
        for number in range(products)
    ]
