"""JSON from the standard library: every type that it lacks is turned by hand."""

# --8<-- [start:main]
import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from redis.asyncio import Redis

from examples.caching.safe_values.catalog import Product


async def store(cache: Redis, key: str, page: list[Product]) -> None:
    rows = [asdict(product) for product in page]
    await cache.set(key, json.dumps(rows, default=str), ex=300)


async def load(cache: Redis, key: str) -> list[Product] | None:
    """The page, or None: nothing is stored."""
    stored = await cache.get(key)
    return None if stored is None else list(map(product, json.loads(stored)))


def product(row: dict[str, Any]) -> Product:
    row["price"] = Decimal(row["price"])
    row["changed"] = datetime.fromisoformat(row["changed"])
    row["tags"] = tuple(row["tags"])
    row["stock"] = {int(house): count for house, count in row["stock"].items()}
    return Product(**row)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.safe_values.catalog import page_of_products
    from examples.harness import demo

    async def main(cache_url: str) -> None:
        async with Redis.from_url(cache_url) as cache:
            await store(cache, "catalog:v1:1", page_of_products(1))
            print(await load(cache, "catalog:v1:1") == page_of_products(1))
            #> True

    with demo() as bench:
        bench.run(main(bench.valkey()))
