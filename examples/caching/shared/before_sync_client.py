"""What happens when the synchronous client is awaited: it blocks, then it fails."""

from typing import Any

import redis

from examples.harness import demo


# --8<-- [start:main]
async def cached(client: Any, key: str) -> Any:
    """Meant for `redis.asyncio.Redis`; here it is given a `redis.Redis`."""
    return await client.get(key)


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench, redis.Redis.from_url(bench.valkey()) as client:
        try:
            bench.run(cached(client, "name"))
        except TypeError as error:
            print(type(error).__name__)
            #> TypeError
        client.set("name", "Ada")
        try:
            bench.run(cached(client, "name"))
        except TypeError as error:
            print(type(error).__name__)
            #> TypeError
