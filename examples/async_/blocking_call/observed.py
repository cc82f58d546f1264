"""The app of one version, and beside it a meter for the stalls of its event loop."""

import importlib
import os
from contextlib import AsyncExitStack

from fastapi import FastAPI

from examples.harness import stall_meter
from examples.harness.meters import StallMeter

_running = AsyncExitStack()
_meters: list[StallMeter] = []


async def start() -> None:
    """Begin to watch the loop."""
    _meters.append(await _running.enter_async_context(stall_meter()))


async def stop() -> float:
    """End it and give the longest stall in seconds."""
    await _running.aclose()
    return _meters.pop().longest


_version = importlib.import_module(f"examples.async_.blocking_call.{os.environ['VERSION']}")
app: FastAPI = _version.app
app.add_api_route("/stall/start", start)
app.add_api_route("/stall/stop", stop)
