"""Which values come back from the cache as they were put in: by pickle, by json, by JSON with types."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import inf
from typing import Any

from pydantic import TypeAdapter


@dataclass
class Price:
    cents: float


@dataclass
class Offer(Price):
    until: str = "Monday"


VALUES: list[tuple[Any, Any]] = [
    ([1, "one", None, True, 0.1], list[int | str | bool | float | None]),
    ((1, 2), tuple[int, ...]),
    ({7: "seven"}, dict[int, str]),
    ({1, 2}, set[int]),
    (Decimal("10.50"), Decimal),
    (datetime(2026, 11, 21, 12, tzinfo=UTC), datetime),
    (Price(100), Price),
    ([Offer(90)], list[Price]),
    (Price(inf), Price),
    (b"\xff", bytes),
]


def back(through: str, value: Any, kind: Any) -> str:
    """What comes back: `the same`, another value, or the error."""
    try:
        match through:
            case "pickle":
                found = pickle.loads(pickle.dumps(value))
            case "json":
                found = json.loads(json.dumps(value))
            case _:
                adapter = TypeAdapter(kind)
                found = adapter.validate_json(adapter.dump_json(value))
    except (TypeError, ValueError) as error:
        return type(error).__name__
    return "the same" if found == value and type(found) is type(value) else repr(found)


def main() -> None:
    for value, kind in VALUES:
        came = [back(through, value, kind) for through in ("pickle", "json", "JSON with types")]
        text = "datetime(…, tzinfo=UTC)" if kind is datetime else repr(value)
        print(f"{text}: {'; '.join(came)}")
        #> [1, 'one', None, True, 0.1]: the same; the same; the same
        #> (1, 2): the same; [1, 2]; the same
        #> {7: 'seven'}: the same; {'7': 'seven'}; the same
        #> {1, 2}: the same; TypeError; the same
        #> Decimal('10.50'): the same; TypeError; the same
        #> datetime(…, tzinfo=UTC): the same; TypeError; the same
        #> Price(cents=100): the same; TypeError; the same
        #> [Offer(cents=90, until='Monday')]: the same; TypeError; [Price(cents=90.0)]
        #> Price(cents=inf): the same; TypeError; ValidationError
        #> b'\xff': the same; TypeError; PydanticSerializationError


if __name__ == "__main__":
    main()
