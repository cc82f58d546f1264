"""Count what each way sends to the cache for a request that comes alone."""

# --8<-- [start:main]
from dataclasses import replace
from types import ModuleType
from typing import Any

from redis.asyncio import Redis

from examples.caching.stampede.worker import Worker


class Counted(Redis):
    sent = 0

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        self.sent += 1
        plain: Any = super()
        return await plain.execute_command(*args, **options)


async def miss_and_hit(
    worker: Worker,
    variant: ModuleType,
) -> tuple[int, int]:
    """Commands of a first request, which refills, and of a second."""
    await worker.cache.flushdb()
    cache = Counted(connection_pool=worker.cache.connection_pool)
    counted = replace(worker, cache=cache)
    await variant.also_bought(counted, 7)
    miss = cache.sent
    await variant.also_bought(counted, 7)
    return miss, cache.sent - miss


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.shop.seed import PURCHASES
    from examples.caching.stampede import after, after_valkey_lock, before
    from examples.caching.stampede.worker import open_worker
    from examples.harness import demo

    async def main(database_url: str, cache_url: str) -> None:
        async with open_worker(database_url, cache_url) as worker:
            await after_valkey_lock.also_bought(worker, 1)  # loads the script
            print("before", await miss_and_hit(worker, before))
            #> before (2, 1)
            print("after", await miss_and_hit(worker, after))
            #> after (2, 1)
            print("Valkey lock", await miss_and_hit(worker, after_valkey_lock))
            #> Valkey lock (5, 1)

    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
