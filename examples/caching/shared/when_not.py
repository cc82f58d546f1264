"""Cache what a primary key finds: one round trip takes the place of another."""

# --8<-- [start:main]
import json

from redis.exceptions import RedisError

from examples.caching.shop.queries import find_product_name
from examples.caching.shop.worker import Worker


async def direct(worker: Worker, product_id: int) -> str | None:
    """The product's name, asked of the database each time."""
    return await find_product_name(worker.database, product_id)


async def cached(worker: Worker, product_id: int) -> str | None:
    """The product's name, kept in Valkey for five minutes."""
    key = f"{worker.key_prefix}:product-name:v1:{product_id}"
    try:
        stored = await worker.cache.get(key)
        if stored is not None:
            known: str | None = json.loads(stored)
            return known
    except (RedisError, ValueError):
        return await find_product_name(worker.database, product_id)
    name = await find_product_name(worker.database, product_id)
    try:
        await worker.cache.set(key, json.dumps(name), ex=300)
    except RedisError:
        return name
    return name


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.shop.seed import PURCHASES
    from examples.caching.shop.worker import open_worker
    from examples.harness import demo

    async def main(database_url: str, cache_url: str) -> None:
        async with open_worker(database_url, cache_url) as worker:
            print(await cached(worker, 7))
            #> Product 7
            print(await worker.cache.get("shop:product-name:v1:7"))
            #> b'"Product 7"'

    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
