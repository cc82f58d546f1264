"""What can be measured: sampled quantities vary from run to run, counted ones never do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["second", "byte", "integer"]


@dataclass(frozen=True)
class Quantity:
    """One thing that is measured of a call.

    Attributes:
        name: The key in results, directives and JSON.
        label: What readers see, in lower case.
        unit: `second` and `byte` are SI base amounts; `integer` is a plain count.
        exact: Whether it is counted: every run gives the same value, on every machine (instructions: with the
            same build of Python).
    """

    name: str
    label: str
    unit: Unit
    exact: bool


WALL = Quantity("wall", "wall time", "second", exact=False)
CPU = Quantity("cpu", "CPU time", "second", exact=False)
PEAK_MEMORY = Quantity("peak_memory", "peak memory", "byte", exact=False)
STALL = Quantity("stall", "longest event-loop stall", "second", exact=False)
BYSTANDER = Quantity("bystander", "p99 of unrelated requests", "second", exact=False)

QUERIES = Quantity("queries", "queries", "integer", exact=True)
COMMANDS = Quantity("commands", "cache commands", "integer", exact=True)
REQUESTS = Quantity("requests", "HTTP requests", "integer", exact=True)
ROUND_TRIPS = Quantity("round_trips", "round trips", "integer", exact=True)
CONNECTIONS = Quantity("connections", "connections opened", "integer", exact=True)
ROWS = Quantity("rows", "rows fetched", "integer", exact=True)
BYTES_SENT = Quantity("bytes_sent", "bytes sent", "byte", exact=True)
BYTES_RECEIVED = Quantity("bytes_received", "bytes received", "byte", exact=True)
INSTRUCTIONS = Quantity("instructions", "executed instructions", "integer", exact=True)
