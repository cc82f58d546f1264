"""What uvicorn does while a process fills its cache, and when it cannot."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import httpx
import uvicorn
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from examples.caching.warming import after, before_strict
from examples.caching.warming.deployment import addresses
from examples.caching.warming.service import Lifespan, application
from examples.harness import Bench


class Server(uvicorn.Server):
    """Says when it has started or failed to, and leaves this process alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.tried = asyncio.Event()
        self.exit_code: str | int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as error:
            self.should_exit, self.exit_code = True, error.code
        self.tried.set()


class Process:
    """One uvicorn, in this process, on a port of its own."""

    def __init__(self, lifespan: Lifespan) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(application(lifespan), port=port, log_level="critical")
        self.server = Server(config)
        self.task = asyncio.create_task(self.server.serve())

    async def starts(self) -> bool:
        """Wait until it takes requests, or has given up."""
        await self.server.tried.wait()
        return self.server.started

    async def ask(self) -> str:
        """The status of one request."""
        async with httpx.AsyncClient() as client:
            try:
                return str((await client.get(f"{self.url}/also-bought/7")).status_code)
            except httpx.ConnectError:
                return "refused"

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.task


def name(variant: ModuleType) -> str:
    return variant.__name__.rpartition(".")[2]


async def while_it_fills() -> None:
    """Ask a process that is still busy with its start."""
    may_go_on = asyncio.Event()

    @asynccontextmanager
    async def held(app: Any) -> AsyncIterator[None]:
        async with after.lifespan(app):
            await may_go_on.wait()
            yield

    process = Process(held)
    await asyncio.sleep(0.1)
    print("before it is filled:", await process.ask())
    may_go_on.set()
    await process.starts()
    print("after that:", await process.ask())
    await process.stop()


async def rename(old: str, new: str) -> None:
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    await engine.dispose()


async def query_fails() -> None:
    """Start while the query fails, and let it succeed again later."""
    for variant in (before_strict, after):
        await rename("order_line", "gone")
        process = Process(variant.lifespan)
        if await process.starts():
            failed = await process.ask()
            await rename("gone", "order_line")
            print(f"{name(variant)} starts; a request: {failed}, later: {await process.ask()}")
            await process.stop()
        else:
            await rename("gone", "order_line")
            print(f"{name(variant)} does not start: exit code {process.server.exit_code}")


async def database_hangs() -> None:
    """Start while the database takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        os.environ["DATABASE_URL"] = f"postgresql+psycopg://shop@127.0.0.1:{silent.getsockname()[1]}/shop"
        limit = vars(after)["LIMIT_S"]
        vars(after)["LIMIT_S"] = 0.2  # so that this takes less time
        process = Process(after.lifespan)
        print("after starts:", await process.starts())
        await process.stop()
        vars(after)["LIMIT_S"] = limit


def main(bench: Bench) -> None:
    with addresses(bench):
        bench.run(while_it_fills())
        #> before it is filled: refused
        #> after that: 200
        print("The query fails")
        #> The query fails
        bench.run(query_fails())
        #> before_strict does not start: exit code 3
        #> after starts; a request: 500, later: 200
        print("The database hangs")
        #> The database hangs
        bench.run(database_hangs())
        #> after starts: True


if __name__ == "__main__":
    import logging

    from examples.harness import demo

    logging.disable(logging.WARNING)
    with demo() as bench:
        main(bench)
