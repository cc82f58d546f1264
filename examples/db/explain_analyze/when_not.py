"""Count orders, and count them while PostgreSQL watches itself."""

# --8<-- [start:main]
from psycopg import Connection

COUNT = """
    SELECT count(*) FROM orders
    WHERE placed_at >= '2026-01-01 00:00+00' AND customer_id > 0
"""


def plain(connection: Connection) -> int:
    """The query by itself."""
    [(orders,)] = connection.execute(COUNT)
    return int(orders)


def analyzed(connection: Connection, timing: str = "ON") -> int:
    """The query, with a look at the clock for each row of each node."""
    explain = f"EXPLAIN (ANALYZE, TIMING {timing}, FORMAT JSON) {COUNT}"
    [([answer],)] = connection.execute(explain.encode())
    below = answer["Plan"]["Plans"][0]
    return int(below["Actual Rows"] * below["Actual Loops"])


def counted(connection: Connection) -> int:
    """The query; PostgreSQL counts rows and blocks, and leaves the clock alone."""
    return analyzed(connection, timing="OFF")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.explain_analyze.seed import FEW
    from examples.harness import demo

    with demo() as bench, Connection.connect(bench.postgres(FEW).url()) as connection:
        print(plain(connection), analyzed(connection), counted(connection))
        #> 20000 20000 20000
