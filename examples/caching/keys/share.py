"""One to three processes ask for the same twenty products: how many hits and entries that makes."""

from __future__ import annotations

from redis import Redis

from examples.caching.keys.process import processes
from examples.harness import Bench

PRODUCTS = list(range(1, 21))
MOST = 3


def main(bench: Bench) -> None:
    cache_url = bench.valkey()
    with Redis.from_url(cache_url) as cache, processes(MOST, cache_url) as workers:
        for module in ("before", "after"):
            for number in range(1, MOST + 1):
                cache.flushdb()
                hits = sum(worker.ask(module, PRODUCTS) for worker in workers[:number])
                print(f"{module}, processes: {number}, hits: {hits}, entries: {cache.dbsize()}")
                #> before, processes: 1, hits: 0, entries: 20
                #> before, processes: 2, hits: 0, entries: 40
                #> before, processes: 3, hits: 0, entries: 60
                #> after, processes: 1, hits: 0, entries: 20
                #> after, processes: 2, hits: 20, entries: 20
                #> after, processes: 3, hits: 40, entries: 20


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
