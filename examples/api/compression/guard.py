"""Fails when large answers are sent uncompressed, or small ones compressed."""

import asyncio

import httpx

from examples.api.compression.after import app


async def get(path: str) -> httpx.Response:
    """One answer of the application, called in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path, headers={"Accept-Encoding": "gzip"})


def test_large_answers_are_compressed_and_small_ones_are_not() -> None:
    large = asyncio.run(get("/products?limit=100"))
    assert large.headers.get("content-encoding") == "gzip"
    assert large.num_bytes_downloaded < len(large.content) / 2  # content is decoded

    small = asyncio.run(get("/products?limit=1"))
    assert "content-encoding" not in small.headers
    assert small.num_bytes_downloaded == len(small.content)
