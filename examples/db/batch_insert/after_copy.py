"""Stream the rows without a statement for each."""

# --8<-- [start:main]
from collections.abc import Sequence

from psycopg import Connection

from examples.db.batch_insert.seed import Reading

COPY = "COPY reading (sensor_id, taken_at, celsius) FROM STDIN"


def store(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store all readings, or none."""
    with (
        connection.transaction(),
        connection.cursor() as cursor,
        cursor.copy(COPY) as copy,
    ):
        for reading in readings:
            copy.write_row(reading)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(TABLE).url()) as connection:
        store(connection, readings(100))
        stored = connection.execute("SELECT count(*), max(celsius) FROM reading")
        print(stored.fetchone())
        #> (100, 29.875)
