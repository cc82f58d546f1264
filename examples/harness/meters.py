"""Meters that read the program itself: CPU time, peak memory, and stalls of an event loop."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

TICK = 0.001


def cpu_seconds(pids: Iterable[int] = ()) -> float:
    """CPU time used so far by this process, all its threads, and the processes `pids`."""
    return time.process_time() + sum(map(_cpu_seconds_of, pids))


def _cpu_seconds_of(pid: int) -> float:
    if sys.platform == "linux":
        # The clock id of another process, as clock_getcpuclockid(3) makes it: to the nanosecond,
        # where /proc, which psutil reads, counts hundredths of a second.
        return time.clock_gettime((~pid << 3) | 2)
    import psutil  # type: ignore[import-untyped]

    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def peak_memory(call: Callable[[], object]) -> int:
    """Bytes that Python had allocated at most during a call, above what was there before it.

    Call once before, so that caches and imports are not counted. Slows the call several times.
    """
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        call()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before


@dataclass
class StallMeter:
    """What `stall_meter` saw.

    Attributes:
        longest: Seconds for which the loop ran nothing else, beyond the tick's own millisecond.
    """

    longest: float = 0.0
    _last: float = 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - TICK)
        self._last = now


@asynccontextmanager
async def stall_meter() -> AsyncIterator[StallMeter]:
    """Measure the longest time for which the running event loop answers nobody.

    A task that wants to wake every millisecond notes how late it wakes.
    """
    meter = StallMeter(_last=time.perf_counter())

    async def tick() -> None:
        while True:
            await asyncio.sleep(TICK)
            meter._tick()

    task = asyncio.create_task(tick())
    try:
        yield meter
    finally:
        # What blocks at the very end has not been seen by the task.
        meter._tick()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
