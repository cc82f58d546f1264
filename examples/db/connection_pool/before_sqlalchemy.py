"""Make an engine for each session: its pool never lends a connection twice."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session


class Database:
    """What a web worker makes when it starts."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = create_engine(self.url)
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()

    def close(self) -> None:
        """Nothing is open between two sessions."""


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
