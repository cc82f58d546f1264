"""Somebody who can write to the cache stores a pickle that calls a function of their choice."""

from __future__ import annotations

import logging
import pickle

from redis.asyncio import Redis

from examples.caching.safe_values import after, before, when_not_signed
from examples.harness import Bench

KEY = "catalog:v1:1"


class Planted:
    """Says what to call when it is read; here only `print`."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("  a function ran, and it was not ours to choose",)


async def read_what_was_planted(cache_url: str) -> None:
    async with Redis.from_url(cache_url) as cache:
        await cache.set(KEY, pickle.dumps(Planted()))
        print("pickle:")
        #> pickle:
        print("  the page is", await before.load(cache, KEY))
        #>   a function ran, and it was not ours to choose
        #>   the page is None
        print("signed pickle:")
        #> signed pickle:
        print("  the page is", await when_not_signed.load(cache, KEY))
        #>   the page is None
        print("JSON:")
        #> JSON:
        print("  the page is", await after.load(cache, KEY))
        #>   the page is None


def main(bench: Bench) -> None:
    logging.disable(logging.WARNING)
    bench.run(read_what_was_planted(bench.valkey()))
    logging.disable(logging.NOTSET)


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
