"""Print each `time.sleep` in a thread whose event loop runs, with the line that called it."""

import asyncio
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil  # type: ignore[import-untyped]

from examples.async_.blocking_sleep import before_helper
from examples.async_.blocking_sleep.prices import Prices


def watched(really_sleep: Callable[[Any], None]) -> Callable[[Any], None]:
    def sleep(seconds: Any) -> None:
        with suppress(RuntimeError):  # no loop here: a thread, or plain code
            asyncio.get_running_loop()
            caller = traceback.extract_stack(limit=2)[0]
            file = "/".join(Path(caller.filename).parts[-2:])
            where = f"{file}:{caller.lineno}, in {caller.name}"
            print(f"time.sleep({seconds:g}) blocks the event loop: {where}")
        really_sleep(seconds)

    return sleep


async def quote() -> None:
    transport = httpx.ASGITransport(Prices().app)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        await before_helper.price(client, 7)
    psutil.cpu_percent(interval=0.1)  # as in many health checks


if __name__ == "__main__":
    time.sleep = watched(time.sleep)  # before other modules take it by name
    asyncio.run(quote())
