"""A table of readings, as sensors send them, and rows to fill it with."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from examples.harness import Seed

TABLE = Seed(
    "readings",
    """
    CREATE TABLE reading (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sensor_id integer NOT NULL,
        taken_at timestamptz NOT NULL,
        celsius double precision NOT NULL CHECK (celsius > -273.15)
    )
    """,
)


class Reading(NamedTuple):
    """What a sensor has measured."""

    sensor_id: int
    taken_at: datetime
    celsius: float


def readings(number: int) -> Sequence[Reading]:
    """So many readings of forty sensors, five a second."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Reading(i % 40, start + i * timedelta(milliseconds=200), 20 + i % 80 / 8)
        for i in range(number)
    ]
