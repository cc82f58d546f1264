"""Send a few queries and end: one connection against a pool of which one is used."""

# --8<-- [start:main]
from collections.abc import Iterable

import psycopg
from sqlalchemy import create_engine

NAME = "SELECT name FROM customer WHERE id = %(id)s"


def one_connection(url: str, customers: Iterable[int]) -> list[object]:
    """A script that connects once."""
    names: list[object] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for customer in customers:
            row = connection.execute(NAME, {"id": customer}).fetchone()
            names.append(row[0] if row else None)
    return names


def a_pool(url: str, customers: Iterable[int]) -> list[object]:
    """The same script with a pool, of which it can use one connection."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(url),
        isolation_level="AUTOCOMMIT",
    )
    names: list[object] = []
    try:
        for customer in customers:
            with engine.connect() as connection:
                row = connection.exec_driver_sql(NAME, {"id": customer}).first()
            names.append(row[0] if row else None)
    finally:
        engine.dispose()
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        url = bench.postgres(SHOP).url()
        print(one_connection(url, [7, 8]))
        #> ['Customer 7', 'Customer 8']
        print(a_pool(url, [7, 8]))
        #> ['Customer 7', 'Customer 8']
