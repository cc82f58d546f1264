"""A pool that is as large as this process's share of the server."""

# --8<-- [start:main]
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUDGET = 4  # connections of the service: twice the server's processors
PROCESSES = 2  # that run at once, on all machines, old and new ones


def open_engine(url: str) -> AsyncEngine:
    """What each process of the service makes when it starts."""
    if PROCESSES > BUDGET:  # none for some of them, and 0 means no limit
        raise ValueError(
            f"{PROCESSES} processes cannot share {BUDGET} connections: run"
            " fewer processes, raise BUDGET if the server has room for more,"
            " or put a pooler in between"
        )
    return create_async_engine(
        url,
        pool_size=BUDGET // PROCESSES,
        max_overflow=0,  # what is more waits here, not there
        pool_timeout=10,  # seconds; thirty by default
    )


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.pool_size.service import in_use
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        url = bench.postgres(SHOP).url("postgresql+psycopg")
        print("connections:", bench.run(in_use(open_engine(url), requests=12)))
        #> connections: 2
