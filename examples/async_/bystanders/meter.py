"""What an application gets beside its own endpoints: a health check, and a meter for stalls of its loop."""

from __future__ import annotations

from contextlib import AsyncExitStack

from fastapi import FastAPI

from examples.harness import stall_meter
from examples.harness.meters import StallMeter

_running = AsyncExitStack()
_meters: list[StallMeter] = []


async def health() -> str:
    """What everybody else asks for."""
    return "ok"


async def start() -> None:
    """Begin to watch the loop."""
    _meters.append(await _running.enter_async_context(stall_meter()))


async def stop() -> float:
    """End it and give the longest stall in seconds."""
    await _running.aclose()
    return _meters.pop().longest


def observe(app: FastAPI) -> None:
    """Add the endpoints to an application, which is the only one of its process."""
    app.add_api_route("/health", health)
    app.add_api_route("/stall/start", start)
    app.add_api_route("/stall/stop", stop)
