"""EXPLAIN ANALYZE executes what it explains."""

from psycopg import Connection

from examples.db.explain_analyze.seed import FEW
from examples.harness import demo

CHANGE = "UPDATE orders SET customer_id = 0 WHERE id <= 100"


def changed(connection: Connection) -> int:
    """How many orders have been changed."""
    [(number,)] = connection.execute("SELECT count(*) FROM orders WHERE customer_id = 0")
    return int(number)


# --8<-- [start:main]
def main(url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        connection.execute(f"EXPLAIN {CHANGE}")
        print("changed by EXPLAIN:", changed(connection))
        #> changed by EXPLAIN: 0
        with connection.transaction(force_rollback=True):  # BEGIN … ROLLBACK
            connection.execute(f"EXPLAIN ANALYZE {CHANGE}")
        print("changed by EXPLAIN ANALYZE and taken back:", changed(connection))
        #> changed by EXPLAIN ANALYZE and taken back: 0
        connection.execute(f"EXPLAIN ANALYZE {CHANGE}")
        print("changed by EXPLAIN ANALYZE:", changed(connection))
        #> changed by EXPLAIN ANALYZE: 100


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(FEW).url())
