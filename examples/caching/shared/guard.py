"""Tests that fail when repeated requests reach the database, or a dead cache reaches the request."""

import select
import socket

from sqlalchemy import event

from examples.caching.shared.after import also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import open_worker
from examples.harness import Bench


def connections_to(server: socket.socket) -> int:
    """How many clients have connected to a server that accepts none by itself."""
    connections = 0
    while select.select([server], [], [], 0)[0]:
        server.accept()[0].close()
        connections += 1
    return connections


def test_two_workers_ask_the_database_once(bench: Bench) -> None:
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    cache_url = bench.valkey()
    queries: list[object] = []

    async def serve() -> None:
        for _ in range(2):
            async with open_worker(database_url, cache_url) as worker:
                engine = worker.database.sync_engine
                event.listen(
                    engine, "before_cursor_execute", lambda *_: queries.append(1)
                )
                for _ in range(3):
                    await also_bought(worker, 7)

    bench.run(serve())
    assert len(queries) == 1


def test_a_cache_that_hangs_fails_no_request(bench: Bench) -> None:
    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")

    async def ask(cache_url: str) -> list[str]:
        async with open_worker(database_url, cache_url) as worker:
            return await also_bought(worker, 7)

    # The kernel takes connections; nobody ever answers them.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        names = bench.run(ask(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"))
        tries = connections_to(silent)
    assert names
    assert tries > 0, "the cache was not asked at all"
    assert tries <= 2, "each try costs the request a time-out"
