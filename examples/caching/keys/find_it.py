"""Look for answers that Valkey holds under several keys, when two workers have asked for the same."""

from redis import Redis

from examples.caching.keys.process import Process, processes
from examples.harness import demo

PRODUCTS = range(1, 6)


def ask(cache: Redis, worker: Process, module: str) -> None:
    """Read what goes with each product, under the worker's own keys, and store what is not there."""
    for product_id in PRODUCTS:
        key = worker.key(module, product_id, language="en")
        if cache.get(key) is None:
            cache.set(key, f"what goes with {product_id}", ex=300)


def keys_by_answer(cache: Redis) -> dict[object, list[str]]:
    """The keys that hold each answer."""
    found: dict[object, list[str]] = {}
    for key in cache.scan_iter(count=1000):
        found.setdefault(cache.get(key), []).append(key.decode())
    return found


def main(cache: Redis, module: str) -> None:
    cache.flushdb()
    cache.config_resetstat()
    with processes(2) as workers:
        for worker in workers:
            ask(cache, worker, module)
    stats = cache.info("stats")
    print(f"{module}.py: hits {stats['keyspace_hits']}, misses {stats['keyspace_misses']}")
    held = keys_by_answer(cache)
    print(f"  {len(held)} answers under {sum(map(len, held.values()))} keys, for example:")
    for key in sorted(held[b"what goes with 1"]):
        print(f"  {key}")


if __name__ == "__main__":
    with demo() as bench, Redis.from_url(bench.valkey()) as cache:
        for module in ("before", "after"):
            main(cache, module)
