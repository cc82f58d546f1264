"""A pickle that is read only if it was written with our secret."""

# --8<-- [start:main]
import hmac
import pickle
import secrets

from redis.asyncio import Redis

from examples.caching.safe_values.catalog import Product
from examples.caching.safe_values.entries import read

SECRET = secrets.token_bytes(32)  # yours comes from the configuration


def signature(key: str, data: bytes) -> bytes:
    """Holds for this key only: entries cannot change places."""
    return hmac.digest(SECRET, key.encode() + b"\0" + data, "sha256")


async def store(cache: Redis, key: str, page: list[Product]) -> None:
    data = pickle.dumps(page)
    await cache.set(key, signature(key, data) + data, ex=300)


async def load(cache: Redis, key: str) -> list[Product] | None:
    """The page, or None: nothing is stored, or not by us."""
    stored = await read(cache, key) or b""
    signed, data = stored[:32], stored[32:]
    if not hmac.compare_digest(signed, signature(key, data)):
        return None
    page: list[Product] = pickle.loads(data)
    return page


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.safe_values.catalog import page_of_products
    from examples.harness import demo

    async def main(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            await store(cache, "catalog:v1:1", page_of_products(1))
            print(await load(cache, "catalog:v1:1") == page_of_products(1))
            #> True
            await cache.copy("catalog:v1:1", "catalog:v1:2")
            print(await load(cache, "catalog:v1:2"))
            #> None

    with demo() as bench:
        bench.run(main(bench.valkey()))
