"""Open a connection for each query, and close it again."""

# --8<-- [start:main]
from typing import Any, LiteralString

import psycopg


class Database:
    """What a web worker makes when it starts."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(
        self,
        query: LiteralString,
        **values: object,
    ) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Nothing is open between two queries."""


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
        #> False
        database.close()
