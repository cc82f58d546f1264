"""The web shop with a function `revenue(city)`: one that mostly waits, one that only works."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from examples.db.shop.seed import SHOP
from examples.harness import Seed

LINES = """
    FROM customer
    JOIN orders ON orders.customer_id = customer.id
    JOIN order_line ON order_line.order_id = orders.id
"""
CENTS = "sum(quantity * price_cents)"


def seed(name: str, body: str) -> Seed:
    """The shop, and `revenue` as these statements of SQL, each on one processor."""
    function = (
        "CREATE FUNCTION revenue(of_city text) RETURNS bigint "
        f"LANGUAGE sql SET max_parallel_workers_per_gather = 0 AS $${body}$$"
    )
    return Seed(f"shop that {name}", f"{SHOP.sql};\n{function}")


WAITING = seed("waits", f"SELECT pg_sleep(0.01); SELECT coalesce({CENTS}, 0) {LINES} WHERE city = of_city")
"""The server waits ten milliseconds, as it does for a disk or a lock, and then works a little."""

WORKING = seed("works", f"SELECT coalesce({CENTS} FILTER (WHERE city = of_city), 0) {LINES}")
"""The server adds up the lines of all cities to answer for one, with nothing but its processor."""


@asynccontextmanager
async def opened(url: str, **options: object) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions over a pool in which one connection is open."""
    engine = create_async_engine(url, **options)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        yield async_sessionmaker(engine)
    finally:
        await engine.dispose()
