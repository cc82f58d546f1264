"""One request, for the demonstrations of the variants."""

import asyncio
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fastapi import FastAPI

from examples.api.stream_downloads.exports import FIRST, write


async def get(app: FastAPI, headers: dict[str, str]) -> httpx.Response:
    """The answer of an application, called in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(f"/exports/{FIRST}", headers=headers)


def ask_for_a_part(app: FastAPI) -> tuple[int, int]:
    """Status and length of the answer to a client that asks for the first hundred bytes of 5,000."""
    with TemporaryDirectory() as folder:
        os.environ["EXPORTS"] = folder
        write(Path(folder), FIRST, 5)
        answer = asyncio.run(get(app, {"Range": "bytes=0-99"}))
    return answer.status_code, len(answer.content)
