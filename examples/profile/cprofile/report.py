"""The job that is profiled: read a day's orders, add up by city."""

# --8<-- [start:main]
import json
from collections import Counter
from typing import Any

Order = dict[str, Any]


def read(text: str) -> list[Order]:
    orders: list[Order] = json.loads(text)
    return orders


def revenue(orders: list[Order]) -> dict[str, int]:
    """Cents by city."""
    cents: Counter[str] = Counter()
    for order in orders:
        for line in order["lines"]:
            cents[order["city"]] += due(line)
    return dict(cents)


def due(line: Order) -> int:
    cents = net(line)
    return cents + percent_of(cents, line["tax"])


def net(line: Order) -> int:
    return gross(line) - discount(line)


def gross(line: Order) -> int:
    cents: int = line["quantity"] * line["cents"]
    return cents


def discount(line: Order) -> int:
    return percent_of(gross(line), line["discount"])


def percent_of(cents: int, percent: int) -> int:
    return cents * percent // 100


def report(text: str) -> dict[str, int]:
    return revenue(read(text))


# --8<-- [end:main]


LINES_EACH = 4
"""Lines of one order."""


def export(lines: int) -> str:
    """Orders as a shop's API sends them, `lines` lines in all."""
    orders = [
        {
            "id": number,
            "city": f"City {number % 40}",
            "placed_at": f"2026-11-{number % 28 + 1:02}T12:00:00+00:00",
            "lines": [
                {
                    "sku": f"SKU-{(number * 31 + line * 17) % 500:05}",
                    "quantity": line % 4 + 1,
                    "cents": (number * 31 + line * 17) % 500 * 10 + 99,
                    "discount": number % 3 * 5,
                    "tax": 19 if line % 2 else 7,
                }
                for line in range(LINES_EACH)
            ],
        }
        for number in range(lines // LINES_EACH)
    ]
    return json.dumps(orders)
