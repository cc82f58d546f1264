"""Keep each answer in Valkey for about five minutes, where all workers find it."""

# --8<-- [start:main]
import json
import logging
import random

from redis.exceptions import RedisError

from examples.caching.shop.queries import find_also_bought
from examples.caching.shop.worker import Worker

LIFETIME_S = 300
log = logging.getLogger(__name__)


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    key = f"{worker.key_prefix}:also-bought:v1:{product_id}"
    try:
        cached = await worker.cache.get(key)
        if cached is not None:
            stored: list[str] = json.loads(cached)
            return stored
    except (RedisError, ValueError) as error:
        log.warning("cache not read, asking the database: %s", error)
        return await find_also_bought(worker.database, product_id)
    names = await find_also_bought(worker.database, product_id)
    # Jitter: answers stored in one second do not expire in one second.
    lifetime = round(LIFETIME_S * random.uniform(0.9, 1.1))
    try:
        await worker.cache.set(key, json.dumps(names), ex=lifetime)
    except RedisError as error:
        log.warning("cache not written: %s", error)
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.shop.seed import PURCHASES
    from examples.caching.shop.worker import open_worker
    from examples.harness import demo

    async def main(database_url: str, cache_url: str) -> None:
        async with open_worker(database_url, cache_url) as worker:
            print(await also_bought(worker, 7))
            #> ['Product 1', 'Product 13', 'Product 3', 'Product 5', 'Product 9']
            print(await worker.cache.get("shop:also-bought:v1:7"))
            #> b'["Product 1", "Product 13", "Product 3", "Product 5", "Product 9"]'

    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
