"""What can be counted of an application: who has a thread, who waits for one, and who is sent to one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from anyio import CapacityLimiter, to_thread, wait_all_tasks_blocked
from fastapi import FastAPI

from examples.api.async_endpoints.after_own_threads import report_threads
from examples.api.async_endpoints.guard import Unanswered, client_of

THREADS = 40
"""What an event loop has when nobody asks for more."""


@asynccontextmanager
async def waiting_reports(
    app: FastAPI, count: int
) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """So many reports under way, none answered; yields how many of them the other service has."""
    default = to_thread.current_default_thread_limiter()
    default.total_tokens = THREADS
    service = Unanswered()
    async with client_of(app, service) as client:
        reports = [asyncio.create_task(client.get("/report")) for _ in range(count)]
        await wait_all_tasks_blocked()
        asked = count - waiting(default) - waiting(report_threads)
        for _ in range(asked):
            await service.asked.acquire()
        try:
            yield client, asked
        finally:
            service.may_answer.set()
            for report in reports:
                (await report).raise_for_status()


def waiting(limiter: CapacityLimiter) -> int:
    """How many calls wait for a thread."""
    return limiter.statistics().tasks_waiting


async def answered_at_once(client: httpx.AsyncClient, paths: Sequence[str]) -> list[bool]:
    """Which of the requests are answered before another one gives its thread back; the rest is cancelled."""
    limiter = to_thread.current_default_thread_limiter()
    others = waiting(limiter)
    requests = [asyncio.create_task(client.get(path)) for path in paths]
    await wait_all_tasks_blocked()
    pending = {request for request in requests if not request.done()}
    while waiting(limiter) < others + len(pending):
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    for request in pending:
        request.cancel()
    answered = [request not in pending for request in requests]
    await asyncio.gather(*requests, return_exceptions=True)
    return answered


async def sent_to_threads(app: FastAPI, path: str) -> int:
    """How many times one request is sent to a thread and back."""
    run_sync = to_thread.run_sync
    times = 0

    async def counted(*given: Any, **options: Any) -> Any:
        nonlocal times
        times += 1
        return await run_sync(*given, **options)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(to_thread, "run_sync", counted)
            (await client.get(path)).raise_for_status()
    return times
