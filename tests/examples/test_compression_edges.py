"""A client that decodes sees the same answer, compressed or not, whatever it asks for."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from examples.api.compression import after, before


async def get(app: FastAPI, path: str, encoding: str) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path, headers={"Accept-Encoding": encoding})


@pytest.mark.parametrize("encoding", ["gzip", "gzip, deflate, br", "identity", ""])
@pytest.mark.parametrize(
    ("query", "status", "compressible"),
    [
        ("", 200, True),
        ("?limit=0", 200, False),
        ("?limit=1", 200, False),
        ("?limit=2", 200, True),
        ("?limit=99999", 200, True),
        ("?limit=-1", 422, False),
        ("?limit=all", 422, False),
    ],
)
def test_the_decoded_answer_is_the_same(query: str, status: int, compressible: bool, encoding: str) -> None:
    plain = asyncio.run(get(before.app, f"/products{query}", encoding))
    answer = asyncio.run(get(after.app, f"/products{query}", encoding))
    assert answer.status_code == plain.status_code == status
    assert answer.content == plain.content
    assert answer.headers["content-type"] == plain.headers["content-type"]
    compressed = compressible and "gzip" in encoding
    assert answer.headers.get("content-encoding") == ("gzip" if compressed else None)
    assert answer.headers.get("vary") == ("Accept-Encoding" if compressible else None)
