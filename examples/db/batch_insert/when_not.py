"""Copy rows that are in the database already."""

# --8<-- [start:main]
from psycopg import Connection

ARCHIVE = """
    INSERT INTO archive (sensor_id, taken_at, celsius)
    SELECT sensor_id, taken_at, celsius FROM reading
"""
READ = "SELECT sensor_id, taken_at, celsius FROM reading"
COPY = "COPY archive (sensor_id, taken_at, celsius) FROM STDIN"


def in_the_database(connection: Connection) -> None:
    """One statement, and no row leaves the server."""
    with connection.transaction():
        connection.execute(ARCHIVE)


def through_python(connection: Connection) -> None:
    """All rows come, and go back by the quickest way."""
    with connection.transaction(), connection.cursor() as cursor:
        rows = cursor.execute(READ).fetchall()
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.batch_insert.after_copy import store
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(TABLE).url()) as connection:
        connection.execute("CREATE TABLE archive (LIKE reading INCLUDING ALL)")
        store(connection, readings(10))
        through_python(connection)
        in_the_database(connection)
        print(connection.execute("SELECT count(*) FROM archive").fetchone())
        #> (20,)
