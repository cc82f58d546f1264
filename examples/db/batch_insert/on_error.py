"""Keep the good rows of a batch and name the bad ones, by halving what fails."""

from collections.abc import Sequence

from psycopg import Connection, DataError, IntegrityError

from examples.db.batch_insert.after import store
from examples.db.batch_insert.seed import Reading


def store_good(connection: Connection, readings: Sequence[Reading]) -> list[Reading]:
    """Store what the table accepts; gives what it refuses."""
    try:
        store(connection, readings)  # inside a transaction: a savepoint
    except (DataError, IntegrityError):
        if len(readings) == 1:
            return list(readings)
        half = len(readings) // 2
        return store_good(connection, readings[:half]) + store_good(connection, readings[half:])
    return []


if __name__ == "__main__":
    from examples.db.batch_insert.seed import TABLE, readings
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(TABLE).url()) as connection:
        batch = list(readings(100))
        batch[42] = batch[42]._replace(celsius=-300.0)
        with connection.transaction():
            for bad in store_good(connection, batch):
                print(bad.sensor_id, bad.celsius)
                #> 2 -300.0
        print(connection.execute("SELECT count(*) FROM reading").fetchone())
        #> (99,)
