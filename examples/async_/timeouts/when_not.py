"""A deadline around each of many quick steps, or one around all."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence


class Cache:
    """Knows all answers, so nobody waits; the interface is that of a remote cache."""

    async def get(self, key: int) -> int:
        return 100 * key


async def one_deadline(cache: Cache, keys: Sequence[int]) -> list[int]:
    async with asyncio.timeout(1):
        return [await cache.get(key) for key in keys]


async def a_deadline_each(cache: Cache, keys: Sequence[int]) -> list[int]:
    values = []
    for key in keys:
        async with asyncio.timeout(1):
            values.append(await cache.get(key))
    return values


# --8<-- [end:main]


if __name__ == "__main__":
    print(asyncio.run(one_deadline(Cache(), [3, 1, 2])))
    #> [300, 100, 200]
    print(asyncio.run(a_deadline_each(Cache(), [3, 1, 2])))
    #> [300, 100, 200]
