"""Look for pickles in a cache, and say which names each would import, without reading any."""

from __future__ import annotations

import pickletools
from collections import Counter

import redis
from django.core.cache.backends.redis import RedisCache

from examples.caching.safe_values import after, before
from examples.caching.safe_values.catalog import page_of_products
from examples.harness import Bench, demo

MAGIC = {b"\x80" + bytes([protocol]) for protocol in range(2, 6)}
"""How pickles begin; what is compressed or signed begins otherwise."""


def names_in(data: bytes) -> set[str]:
    """The modules and names that a pickle imports."""
    found: set[str] = set()
    strings: list[str] = []
    remembered: dict[int, str] = {}
    for opcode, value, _ in pickletools.genops(data):
        match opcode.name:
            case "MEMOIZE":
                remembered[len(remembered)] = strings[-1] if strings else ""
            case "STACK_GLOBAL":
                found.add(".".join(strings[-2:]))
            case "GLOBAL" | "INST":
                found.add(str(value).replace(" ", "."))
            case "BINGET" | "LONG_BINGET":
                strings.append(remembered.get(value or 0, ""))
            case _ if isinstance(value, str):
                strings.append(value)
    return found


def report(cache: redis.Redis) -> None:
    formats: Counter[str] = Counter()
    names: dict[str, set[str]] = {}
    for key in cache.scan_iter("*", count=1_000, _type="string"):
        prefix = key.decode().rpartition(":")[0]
        if cache.getrange(key, 0, 1) in MAGIC:
            formats[f"{prefix}: pickle"] += 1
            entry = cache.get(key)  # all of them, since a planted one looks like its neighbors
            names.setdefault(prefix, set()).update(names_in(entry) if isinstance(entry, bytes) else ())
        else:
            formats[f"{prefix}: other"] += 1
    for kind, entries in sorted(formats.items()):
        print(f"{entries:3} {kind}")
    for prefix, imported in names.items():
        print(f"{prefix} imports {', '.join(sorted(imported)) or 'nothing'}")


async def fill(cache_url: str) -> None:
    async with redis.asyncio.Redis.from_url(cache_url) as cache:
        for number in range(20):
            await before.store(cache, f"catalog:v1:{number}", page_of_products(3))
            await after.store(cache, f"catalog:v2:{number}", page_of_products(3))


def fill_as_django_does(cache_url: str) -> None:
    RedisCache(cache_url, {}).set("names", ["Chair 1", "Chair 2"])


def main(bench: Bench) -> None:
    cache_url = bench.valkey()
    bench.run(fill(cache_url))
    fill_as_django_does(cache_url)
    with redis.Redis.from_url(cache_url) as cache:
        report(cache)


if __name__ == "__main__":
    with demo() as bench:
        main(bench)
