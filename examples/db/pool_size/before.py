"""A pool that is as large as the load may be."""

# --8<-- [start:main]
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def open_engine(url: str) -> AsyncEngine:
    """What each process of the service makes when it starts."""
    return create_async_engine(
        url,
        pool_size=100,  # nobody shall wait
        max_overflow=100,
    )


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.pool_size.service import most_on_loan
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        url = bench.postgres(SHOP).url("postgresql+psycopg")
        print("connections:", bench.run(most_on_loan(open_engine(url), requests=12)))
        #> connections: 12
