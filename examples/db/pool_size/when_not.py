"""A transaction for which the server does next to nothing, in five round trips."""

# --8<-- [start:main]
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

NAME = text("SELECT name FROM customer WHERE id = :id")


async def names(engine: AsyncEngine, number: int) -> object:
    """Three rows by their keys, one after another."""
    async with engine.connect() as connection:
        return [
            await connection.scalar(NAME, {"id": number * 3 + step})
            for step in (1, 2, 3)
        ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.pool_size.after import open_engine
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    async def main(url: str) -> None:
        engine = open_engine(url)
        print(await names(engine, 2))
        #> ['Customer 7', 'Customer 8', 'Customer 9']
        await engine.dispose()

    with demo() as bench:
        bench.run(main(bench.postgres(SHOP).url("postgresql+psycopg")))
