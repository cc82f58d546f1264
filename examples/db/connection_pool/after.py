"""Keep a few connections open, and lend one to each query."""

# --8<-- [start:main]
from typing import Any, LiteralString

import psycopg
from sqlalchemy import create_engine


class Database:
    """What a web worker makes when it starts."""

    def __init__(self, url: str) -> None:
        self.pool = create_engine(
            "postgresql+psycopg://",
            creator=lambda: psycopg.connect(url),
            pool_timeout=5,  # seconds; thirty by default
        )

    def rows(
        self,
        query: LiteralString,
        **values: object,
    ) -> list[tuple[Any, ...]]:
        with self.pool.begin() as connection:  # commits at the end
            rows = connection.exec_driver_sql(query, values)
            return [tuple(row) for row in rows]

    def close(self) -> None:
        self.pool.dispose()


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        database = Database(bench.postgres(SHOP).url())
        print(database.rows("SELECT name FROM customer WHERE id = %(id)s", id=7))
        #> [('Customer 7',)]
        (first,), (second,) = (
            database.rows("SELECT pg_backend_pid()")[0] for _ in range(2)
        )
        print(first == second)
        #> True
        database.close()
