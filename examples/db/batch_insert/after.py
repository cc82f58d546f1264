"""Send all rows, then wait once."""

# --8<-- [start:main]
from collections.abc import Sequence

from psycopg import Connection

from examples.db.batch_insert.seed import Reading

INSERT = """
    INSERT INTO reading (sensor_id, taken_at, celsius)
    VALUES (%s, %s, %s)
"""


def store(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store all readings, or none."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(INSERT, readings)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(TABLE).url()) as connection:
        store(connection, readings(100))
        stored = connection.execute("SELECT count(*), max(celsius) FROM reading")
        print(stored.fetchone())
        #> (100, 29.875)
