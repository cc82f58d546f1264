"""What PostgreSQL did for a query, as it says itself."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "

Plan = dict[str, Any]
"""The node at the top of a plan; those below it are its "Plans"."""


def explained(connection: Connection[Any], query: str, values: Any = None) -> Plan:
    """Execute a query to see its plan, estimates and what was really found and touched.

    Raises:
        psycopg.Error: The query fails, as it would without.
    """
    [([answer],)] = connection.execute((EXPLAIN + query).encode(), values)
    plan: Plan = answer["Plan"]
    return plan


def nodes(plan: Plan) -> Iterator[Plan]:
    """A plan's nodes, each before those below it."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def scans(plan: Plan) -> Iterator[Plan]:
    """The nodes that take rows from a table or its indexes."""
    return (node for node in nodes(plan) if "Relation Name" in node)


def rows_read(plan: Plan) -> int:
    """The rows that the scans took from tables and indexes, used or not."""
    return sum(
        round((scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)) * scan["Actual Loops"])
        for scan in scans(plan)
    )


def blocks(plan: Plan) -> int:
    """The blocks of tables and their indexes that the scans looked at, in memory or not."""
    return sum(scan["Shared Hit Blocks"] + scan["Shared Read Blocks"] for scan in scans(plan))
