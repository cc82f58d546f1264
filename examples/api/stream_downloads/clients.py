"""Clients of the downloads, fast and slow, and what the server holds for those that are slow."""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def download(session: aiohttp.ClientSession, path: str) -> tuple[int, int, float]:
    """Length and checksum of one download, and the seconds until its first byte."""
    start = time.perf_counter()
    async with session.get(path, raise_for_status=True) as answer:
        piece = await answer.content.readany()
        first = time.perf_counter() - start
        length, checksum = 0, 0
        while piece:
            length, checksum = length + len(piece), zlib.crc32(piece, checksum)
            piece = await answer.content.readany()
    return length, checksum, first


def narrow(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket that takes little at once, as those of slow clients do.

    Else the operating systems of both sides take some megabytes off the server's hands.
    """
    made = socket.socket(*address[:3])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    return made


@asynccontextmanager
async def slow_clients(url: str, path: str, count: int) -> AsyncIterator[aiohttp.ClientSession]:
    """A block in which so many downloads have begun and none has ended; at its end the clients go."""
    connector = aiohttp.TCPConnector(socket_factory=narrow)
    async with aiohttp.ClientSession(url, connector=connector) as session, AsyncExitStack() as stack:
        answers = [await stack.enter_async_context(session.get(path)) for _ in range(count)]
        for answer in answers:
            await answer.content.readany()
        yield session
        for answer in answers:
            answer.close()


async def held(url: str, path: str, clients: int) -> int:
    """Bytes that the server allocates at most until so many slow clients have all begun."""
    async with aiohttp.ClientSession(url) as session:
        await download(session, path)  # what is loaded once and kept
        async with session.get("/memory/begin") as answer:
            before = int(await answer.json())
    async with slow_clients(url, path, clients) as session, session.get("/memory/end") as answer:
        peak = int(await answer.json())
    return peak - before


async def pieces(app: ASGIApp, path: str) -> list[bytes]:
    """The pieces in which an application, called in this process, hands its answer to the server."""
    found: list[bytes] = []

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            if message["type"] == "http.response.body":
                found.append(message["body"])
            await send(message)

        await app(scope, receive, note)

    transport = httpx.ASGITransport(noted)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        (await client.get(path)).raise_for_status()
    return found
