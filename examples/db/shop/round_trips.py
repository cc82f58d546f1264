"""How many round trips psycopg takes for what is sent over an open connection."""

from __future__ import annotations

TRANSACTION = 2
"""BEGIN, and COMMIT or ROLLBACK."""
OFTEN = 6
"""psycopg prepares a statement, in a round trip of its own, when it is sent for the sixth time."""


def session_round_trips(*times_sent: int) -> int:
    """Round trips of one SQLAlchemy session, given how many times it sends each of its statements.

    It is one transaction. A statement sent often is prepared, and what was prepared is deallocated.
    """
    prepared = sum(times >= OFTEN for times in times_sent)
    return sum(times_sent) + TRANSACTION + prepared + (prepared > 0)
