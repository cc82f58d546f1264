"""What a lazy load becomes under asyncio: an error instead of a query."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from examples.db.shop.models import Order


async def customer_of_one_order(url: str) -> str:
    """Read a relation that the query did not load."""
    engine = create_async_engine(url)
    try:
        async with AsyncSession(engine) as session:
            order = (await session.scalars(select(Order).limit(1))).one()
            return order.customer.name
    finally:
        await engine.dispose()


# --8<-- [end:main]


if __name__ == "__main__":
    from sqlalchemy.exc import StatementError

    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        url = bench.postgres(SHOP).url("postgresql+psycopg")
        try:
            bench.run(customer_of_one_order(url))
        except StatementError as error:
            print(type(error.orig).__name__, str(error.orig).partition(";")[0])
            #> MissingGreenlet greenlet_spawn has not been called
