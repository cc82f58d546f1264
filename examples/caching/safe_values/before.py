"""Keep the objects themselves in the cache, as a pickle."""

# --8<-- [start:main]
import pickle

from redis.asyncio import Redis

from examples.caching.safe_values.catalog import PRODUCTS, Product
from examples.caching.safe_values.entries import read


async def store(cache: Redis, key: str, page: list[Product]) -> None:
    await cache.set(key, pickle.dumps(page), ex=300)


async def load(cache: Redis, key: str) -> list[Product] | None:
    """The page, or None: nothing is stored."""
    stored = await read(cache, key)
    if stored is None:
        return None
    page: list[Product] = pickle.loads(stored)
    return page


async def body(cache: Redis, key: str) -> bytes | None:
    """The page as the service sends it."""
    page = await load(cache, key)
    return None if page is None else PRODUCTS.dump_json(page)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.safe_values.catalog import page_of_products
    from examples.harness import demo

    async def main(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            await store(cache, "catalog:v1:1", page_of_products(1))
            print((await read(cache, "catalog:v1:1") or b"")[15:61])
            #> b'examples.caching.safe_values.catalog\x94\x8c\x07Product'
            print(await load(cache, "catalog:v1:1") == page_of_products(1))
            #> True

    with demo() as bench:
        bench.run(main(bench.valkey()))
