"""How many queries ten requests at two workers begin, and how many get an answer, when something fails."""

from __future__ import annotations

import asyncio
import socket
from types import ModuleType

from sqlalchemy import text

from examples.caching.shop.seed import PURCHASES
from examples.caching.stampede import after, after_lock, after_stale, after_valkey_lock, before
from examples.caching.stampede.burst import PRODUCT, Service, open_service
from examples.harness import Bench

VARIANTS = (before, after_lock, after, after_valkey_lock, after_stale)
CALLERS, WORKERS = 10, 2


async def ask(service: Service, variant: ModuleType, *, cancel_first: bool = False) -> str:
    """Begin one request, then the others; where asked for, cancel the first while it refills."""
    service.queries = 0
    service.begun.clear()
    service.may_end.clear()
    requests = []
    for number in range(CALLERS):
        worker = service.workers[number % WORKERS]
        requests.append(asyncio.create_task(variant.also_bought(worker, PRODUCT)))
        await service.begun.wait()  # until the first one refills
    await asyncio.sleep(0.1)
    if cancel_first:
        requests[0].cancel()
    service.may_end.set()
    answers = await asyncio.gather(*requests, return_exceptions=True)
    answered = sum(not isinstance(answer, BaseException) for answer in answers)
    return f"{service.queries} queries, {answered} answers"


async def cancelled(database_url: str, cache_url: str) -> None:
    async with open_service(database_url, cache_url, WORKERS) as service:
        for variant in VARIANTS:
            await service.expire()
            print(f"{name(variant)}: {await ask(service, variant, cancel_first=True)}")


async def query_fails(database_url: str, cache_url: str) -> None:
    async with open_service(database_url, cache_url, WORKERS) as service:
        async with service.workers[0].database.connect() as connection:
            await connection.execute(text("ALTER TABLE order_line RENAME TO gone"))
        for variant in VARIANTS:
            await service.expire()
            print(f"{name(variant)}: {await ask(service, variant)}")


async def cache_is_away(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with open_service(database_url, f"redis://127.0.0.1:{port}/0", WORKERS) as service:
        for variant in VARIANTS:
            print(f"{name(variant)}: {await ask(service, variant)}")


def name(variant: ModuleType) -> str:
    return variant.__name__.rpartition(".")[2]


def main(bench: Bench) -> None:
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    cache_url = bench.valkey()
    print("The request that refills is cancelled")
    #> The request that refills is cancelled
    bench.run(cancelled(database_url, cache_url))
    #> before: 10 queries, 9 answers
    #> after_lock: 3 queries, 9 answers
    #> after: 2 queries, 9 answers
    #> after_valkey_lock: 1 queries, 9 answers
    #> after_stale: 1 queries, 9 answers
    print("The cache is away")
    #> The cache is away
    bench.run(cache_is_away(database_url))
    #> before: 10 queries, 10 answers
    #> after_lock: 10 queries, 10 answers
    #> after: 2 queries, 10 answers
    #> after_valkey_lock: 2 queries, 10 answers
    #> after_stale: 2 queries, 10 answers
    print("The query fails")
    #> The query fails
    bench.run(query_fails(database_url, cache_url))
    #> before: 10 queries, 0 answers
    #> after_lock: 10 queries, 0 answers
    #> after: 2 queries, 0 answers
    #> after_valkey_lock: 2 queries, 0 answers
    #> after_stale: 1 queries, 9 answers


if __name__ == "__main__":
    import logging

    from examples.harness import demo

    logging.disable(logging.WARNING)
    with demo() as bench:
        main(bench)
