"""Look at the threads of a server while sixty people wait for a report.

`python -m examples.api.async_endpoints.find_it`
"""

import asyncio
import sys
import threading
import traceback
from collections import Counter
from types import ModuleType

from anyio.to_thread import current_default_thread_limiter

from examples.api.async_endpoints import after, before
from examples.api.async_endpoints.counted import waiting_reports


def stacks() -> Counter[str]:
    """How many worker threads are in which function of this project."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    found: Counter[str] = Counter()
    for ident, frame in sys._current_frames().items():
        if names.get(ident) == "AnyIO worker thread":
            calls = traceback.extract_stack(frame)
            inner = [call for call in calls if "async_endpoints" in call.filename]
            found["".join(f"{call.name}: {call.line}" for call in inner) or "idle"] += 1
    return found


async def look(name: str, version: ModuleType, reports: int) -> None:
    async with waiting_reports(version.app, reports) as (_, asked):
        limiter = current_default_thread_limiter().statistics()
        print(f"{name}: {asked} of {reports} reports are being made")
        print(f"  {limiter.borrowed_tokens} of {limiter.total_tokens} threads taken,", end=" ")
        print(f"{limiter.tasks_waiting} calls wait for one")
        for call, count in stacks().items():
            print(f"  {count} threads in {call}")


if __name__ == "__main__":
    asyncio.run(look("before", before, 60))
    asyncio.run(look("after", after, 60))
