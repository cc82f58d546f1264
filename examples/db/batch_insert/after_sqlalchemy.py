"""Flush all objects at once; each has its id."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy.orm import Session

from examples.db.batch_insert.models import StoredReading
from examples.db.batch_insert.seed import Reading


def store(session: Session, readings: Sequence[Reading]) -> list[int]:
    """Store all readings, or none, and give their ids."""
    rows = [StoredReading(**reading._asdict()) for reading in readings]
    with session.begin():
        session.add_all(rows)
        session.flush()  # one INSERT for a thousand rows
        return [row.id for row in rows]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(TABLE)) as session:
        print(store(session, readings(5)))
        #> [1, 2, 3, 4, 5]
