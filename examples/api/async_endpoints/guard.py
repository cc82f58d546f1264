"""Fails when a request of an endpoint holds a thread while it waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from examples.api.async_endpoints.after import app
from examples.harness import Bench

ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
)


class Unanswered:
    """Another service, which answers nobody until it may."""

    def __init__(self) -> None:
        self.asked = asyncio.Semaphore(0)
        self.may_answer = asyncio.Event()

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked.release()
        await self.may_answer.wait()
        writer.write(ANSWER)
        writer.close()


@asynccontextmanager
async def client_of(
    app: FastAPI, service: Unanswered
) -> AsyncIterator[httpx.AsyncClient]:
    """A client in the loop of the application, which asks that service."""
    server = await asyncio.start_server(service, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = httpx.ASGITransport(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPSTREAM_URL", f"http://127.0.0.1:{port}")
        async with (
            server,
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://app") as client,
        ):
            yield client


async def threads_held(app: FastAPI, path: str) -> int:
    """How many threads of the pool one request has while the service works."""
    service = Unanswered()
    async with client_of(app, service) as client:
        request = asyncio.create_task(client.get(path))
        asked = asyncio.create_task(service.asked.acquire())
        await asyncio.wait([request, asked], return_when=asyncio.FIRST_COMPLETED)
        held = current_default_thread_limiter().borrowed_tokens
        service.may_answer.set()
        (await request).raise_for_status()
        assert asked.done(), "answered without the other service"
    return int(held)


def test_a_report_waits_without_a_thread(bench: Bench) -> None:
    assert bench.run(threads_held(app, "/report")) == 0
