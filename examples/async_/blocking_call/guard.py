"""Fails when a slow endpoint keeps the others waiting again."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from examples.async_.blocking_call.after import app
from examples.harness import Bench


async def answered_meanwhile(app: FastAPI, slow: str, quick: str, count: int) -> int:
    """How many of `count` quick requests have an answer before one slow request has."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://app") as client,
    ):

        async def wait() -> int:
            (await client.get(slow)).raise_for_status()
            return sum(other.done() for other in others)

        slow_one = asyncio.create_task(wait())
        others = [asyncio.create_task(client.get(quick)) for _ in range(count)]
        answered = await slow_one
        await asyncio.gather(*others)
        return answered


def test_others_are_answered_while_a_report_waits(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPSTREAM_URL", bench.upstream())
    assert bench.run(answered_meanwhile(app, "/report", "/health", 10)) == 10
