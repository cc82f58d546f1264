"""Flush each object to have its id."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy.orm import Session

from examples.db.batch_insert.models import StoredReading
from examples.db.batch_insert.seed import Reading


def store(session: Session, readings: Sequence[Reading]) -> list[int]:
    """Store all readings, or none, and give their ids."""
    ids = []
    with session.begin():
        for reading in readings:
            row = StoredReading(**reading._asdict())
            session.add(row)
            session.flush()  # an INSERT
            ids.append(row.id)
    return ids


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(TABLE)) as session:
        print(store(session, readings(5)))
        #> [1, 2, 3, 4, 5]
