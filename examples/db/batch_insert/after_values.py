"""Send statements of many rows, as many as the protocol has parameters for."""

# --8<-- [start:main]
from collections.abc import Sequence
from itertools import chain

from psycopg import Connection
from psycopg.sql import SQL

from examples.db.batch_insert.seed import Reading

INSERT = SQL("INSERT INTO reading (sensor_id, taken_at, celsius) VALUES ")
ROW = SQL("(%s, %s, %s)")
MOST = 65_535 // 3  # rows: a statement has at most 65,535 parameters


def store(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store all readings, or none."""
    with connection.transaction():
        for start in range(0, len(readings), MOST):
            rows = readings[start : start + MOST]
            statement = INSERT + SQL(", ").join([ROW] * len(rows))
            connection.execute(statement, list(chain(*rows)))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(TABLE).url()) as connection:
        store(connection, readings(100))
        stored = connection.execute("SELECT count(*), max(celsius) FROM reading")
        print(stored.fetchone())
        #> (100, 29.875)
