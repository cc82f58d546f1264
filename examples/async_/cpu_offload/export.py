"""The account as JSON, to be compressed."""

from __future__ import annotations

import json
from functools import cache

from examples.async_.cpu_offload.pdf import account


@cache
def exported(count: int) -> bytes:
    """The lines as JSON, as they came from another service."""
    rows = [
        {
            "line": number,
            "day": line.day.isoformat(),
            "text": line.text,
            "amount": {"cents": line.amount, "currency": "EUR", "tax_rate": 19 if line.amount % 2 else 7},
            "posted": f"{line.day.isoformat()}T{number % 24:02}:{number * 7 % 60:02}:00+00:00",
            "reference": f"{number * 2_654_435_761 % 2**32:08x}",
        }
        for number, line in enumerate(account(count))
    ]
    return json.dumps(rows).encode()
