"""Answer every request from the database."""

# --8<-- [start:main]
from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.worker import Worker


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    return await find_also_bought(worker.database, product_id)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.shop.seed import PURCHASES
    from examples.caching.shop.worker import open_worker
    from examples.harness import demo

    async def main(database_url: str, cache_url: str) -> None:
        async with open_worker(database_url, cache_url) as worker:
            print(await also_bought(worker, 7))
            #> ['Product 1', 'Product 13', 'Product 3', 'Product 5', 'Product 9']

    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
