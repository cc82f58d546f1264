"""The harness: what a rule's workload is written with."""

from examples.harness.bench import Bench, demo
from examples.harness.meters import stall_meter
from examples.harness.quantities import (
    BYSTANDER,
    BYTES_RECEIVED,
    BYTES_SENT,
    COMMANDS,
    CONNECTIONS,
    CPU,
    PEAK_MEMORY,
    QUERIES,
    REQUESTS,
    ROUND_TRIPS,
    ROWS,
    STALL,
    WALL,
    Quantity,
)
from examples.harness.services.database import Database, Seed
from examples.harness.services.served import Served
from examples.harness.workload import Call, Case, Link, Reference, Variant, Workload

__all__ = [
    "BYSTANDER",
    "BYTES_RECEIVED",
    "BYTES_SENT",
    "COMMANDS",
    "CONNECTIONS",
    "CPU",
    "PEAK_MEMORY",
    "QUERIES",
    "REQUESTS",
    "ROUND_TRIPS",
    "ROWS",
    "STALL",
    "WALL",
    "Bench",
    "Call",
    "Case",
    "Database",
    "Link",
    "Quantity",
    "Reference",
    "Seed",
    "Served",
    "Variant",
    "Workload",
    "demo",
    "stall_meter",
]
