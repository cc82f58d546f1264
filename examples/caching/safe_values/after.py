"""Keep JSON in the cache: the code has the types, and the bytes are ready to send."""

# --8<-- [start:main]
import logging

from pydantic import ValidationError
from redis.asyncio import Redis

from examples.caching.safe_values.catalog import PRODUCTS, Product
from examples.caching.safe_values.entries import read


async def store(cache: Redis, key: str, page: list[Product]) -> None:
    await cache.set(key, PRODUCTS.dump_json(page), ex=300)


async def load(cache: Redis, key: str) -> list[Product] | None:
    """The page, or None: nothing is stored, or no such page."""
    if stored := await body(cache, key):
        try:
            return PRODUCTS.validate_json(stored)
        except ValidationError:
            logging.warning("%s holds no page", key)
    return None


async def body(cache: Redis, key: str) -> bytes | None:
    """The page as the service sends it."""
    return await read(cache, key)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.safe_values.catalog import page_of_products
    from examples.harness import demo

    async def main(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            await store(cache, "catalog:v1:1", page_of_products(1))
            print((await read(cache, "catalog:v1:1") or b"")[:50])
            #> b'[{"id":1,"name":"Chair 1, steel","price":"200.72",'
            print(await load(cache, "catalog:v1:1") == page_of_products(1))
            #> True

    with demo() as bench:
        bench.run(main(bench.valkey()))
