"""Fail when a download is handed to the server in one piece, whatever its size."""

import asyncio
from datetime import date
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from examples.api.stream_downloads.after import app

LARGEST = 1024 * 1024


async def sizes(path: str) -> list[int]:
    """The sizes of the pieces of an answer of the application, called here."""
    found: list[int] = []

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            if message["type"] == "http.response.body":
                found.append(len(message.get("body", b"")))
            await send(message)

        await app(scope, receive, note)

    transport = httpx.ASGITransport(noted)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        (await client.get(path)).raise_for_status()
    return found


def test_no_piece_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTS", str(tmp_path))
    day = date(2026, 3, 1)
    (tmp_path / f"{day}.jsonl").write_bytes(bytes(3 * LARGEST))
    found = asyncio.run(sizes(f"/exports/{day}"))
    assert sum(found) == 3 * LARGEST
    assert max(found) <= LARGEST
