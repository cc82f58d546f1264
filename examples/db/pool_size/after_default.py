"""The pool that SQLAlchemy makes when nobody says anything."""

# --8<-- [start:main]
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def open_engine(url: str) -> AsyncEngine:
    """What each process of the service makes when it starts."""
    return create_async_engine(url)  # pool_size=5, max_overflow=10


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.pool_size.service import in_use
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        url = bench.postgres(SHOP).url("postgresql+psycopg")
        print("connections:", bench.run(in_use(open_engine(url), requests=12)))
        #> connections: 12
