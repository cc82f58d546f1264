"""Insert dictionaries, without objects; the ids come in the order of the rows."""

# --8<-- [start:main]
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from examples.db.batch_insert.models import StoredReading
from examples.db.batch_insert.seed import Reading

INSERT = insert(StoredReading).returning(
    StoredReading.id,
    sort_by_parameter_order=True,
)


def store(session: Session, readings: Sequence[Reading]) -> list[int]:
    """Store all readings, or none, and give their ids."""
    if not readings:
        return []  # an empty list would insert a row of defaults
    rows = [reading._asdict() for reading in readings]
    with session.begin():
        return list(session.scalars(INSERT, rows))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(TABLE)) as session:
        print(store(session, readings(5)))
        #> [1, 2, 3, 4, 5]
