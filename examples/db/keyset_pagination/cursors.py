"""What the client of a list sends back to get its next page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

PAGE = 50
"""How many orders a page has."""


class Placed(Protocol):
    """An order, of SQLAlchemy or of Django."""

    @property
    def id(self) -> int: ...
    @property
    def placed_at(self) -> datetime: ...


def after(orders: Sequence[Placed]) -> str:
    """The cursor of what follows these orders: the last one's time and id; empty without an order."""
    return f"{orders[-1].placed_at.isoformat()}_{orders[-1].id}" if orders else ""


def read(cursor: str) -> tuple[datetime, int]:
    """The time and the id in a cursor, which comes from outside.

    Raises:
        ValueError: It is not a cursor; answer with status 400.
    """
    time, _, number = cursor.partition("_")
    placed_at, order_id = datetime.fromisoformat(time), int(number)
    if placed_at.tzinfo is None:  # PostgreSQL would read it in the session's zone
        raise ValueError(f"expected a time with its zone, such as +00:00: {cursor!r}")
    return placed_at, order_id
