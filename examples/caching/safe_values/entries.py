"""Entries of the cache, as bytes."""

from redis.asyncio import Redis


async def read(cache: Redis, key: str) -> bytes | None:
    """What is stored under a key, or None.

    Raises:
        TypeError: The client was made with `decode_responses=True`: not every entry is text.
    """
    entry = await cache.get(key)
    if isinstance(entry, str):
        raise TypeError("decode_responses=True turns entries into text; leave it out")
    return entry
