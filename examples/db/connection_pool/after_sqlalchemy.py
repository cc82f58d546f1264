"""Make one engine for the process: its pool lends the same connections again."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session


class Database:
    """What a web worker makes when it starts."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, pool_timeout=5)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with Session(self.engine) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.models import Customer
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        database = Database(bench.postgres(SHOP).url("postgresql+psycopg"))
        with database.session() as session:
            print(session.get_one(Customer, 7).name)
            #> Customer 7
        database.close()
