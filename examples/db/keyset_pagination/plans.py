"""How many rows a query really reads, from the plans that PostgreSQL reports."""

import json
from collections.abc import Callable
from typing import Any

from psycopg import Connection
from psycopg.errors import Diagnostic

from examples.db.shop.plans import rows_read

EXPLAINED = (
    "LOAD 'auto_explain'",
    "SET auto_explain.log_min_duration = 0",
    "SET auto_explain.log_analyze = on",
    "SET auto_explain.log_timing = off",
    "SET auto_explain.log_format = json",
    "SET auto_explain.log_level = notice",
)


def watch(connection: Connection[Any], note: Callable[[int], None]) -> None:
    """Tell `note` of every query on this connection how many rows its scans read; for superusers."""

    def notice(message: Diagnostic) -> None:
        _, _, plan = (message.message_primary or "").partition("plan:\n")
        if plan:
            note(rows_read(json.loads(plan)["Plan"]))

    autocommit = connection.autocommit
    connection.autocommit = True
    for statement in EXPLAINED:
        connection.execute(statement)
    connection.autocommit = autocommit
    connection.add_notice_handler(notice)
