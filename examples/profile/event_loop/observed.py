"""The service under one of the watches, and what the watch has named of it."""

import asyncio
import importlib
import logging
import os

from examples.profile.event_loop.logs import Records
from examples.profile.event_loop.shop import service

_version = importlib.import_module(f"examples.profile.event_loop.{os.environ['VERSION']}")
_records = Records()
logging.getLogger().addHandler(_records)


async def named() -> bool:
    """Whether a log line since the last question names the function that blocks `/stock`."""
    found = any("left_in_stock" in message for message in _records.messages)
    _records.messages.clear()
    return found


async def wait() -> str:
    await asyncio.sleep(0.02)
    return "ok"


app = service(_version.watched)
app.add_api_route("/named", named)
app.add_api_route("/wait", wait)
