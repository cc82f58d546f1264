"""Tells a loop that computes from a loop that waits: how much CPU time passed in its longest stall.

`python -m examples.async_.cpu_offload.find_it` writes find_it.txt again.
"""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from examples.async_.cpu_offload.export import exported
from examples.async_.cpu_offload.pdf import account, render


@dataclass
class Stall:
    seconds: float = 0
    computing: float = 0


@asynccontextmanager
async def longest_stall() -> AsyncIterator[Stall]:
    """The longest time for which the loop did not come round, in its own thread."""
    longest = Stall()
    wall, cpu = time.monotonic(), time.thread_time()

    def look() -> None:
        nonlocal wall, cpu
        now, used = time.monotonic(), time.thread_time()
        if now - wall > longest.seconds:
            longest.seconds, longest.computing = now - wall, used - cpu
        wall, cpu = now, used

    async def watch() -> None:
        while True:
            await asyncio.sleep(0.001)
            look()

    task = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    yield longest
    look()
    task.cancel()


def wait_for_a_service() -> None:
    time.sleep(0.1)  # as a blocking client does


async def main() -> str:
    lines, data = account(5_000), exported(5_000)
    found = []
    for name, work in {
        "render": lambda: render(lines),
        "compress": lambda: gzip.compress(data),
        "blocking client": wait_for_a_service,
    }.items():
        async with longest_stall() as stall:
            work()
        share = stall.computing / stall.seconds
        found.append(f"{name:15} stall {stall.seconds * 1000:3.0f} ms, {share:4.0%} computing\n")
    return "".join(found)


if __name__ == "__main__":
    text = asyncio.run(main())
    Path(__file__).with_suffix(".txt").write_text(text, encoding="utf-8")
    print(text, end="")
