"""What a loop does while it stands still: compute, wait, or wait for the interpreter's lock."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from examples.async_.cpu_offload.pdf import account, render


@dataclass
class Stall:
    seconds: float = 0
    loop: float = 0
    process: float = 0

    def __str__(self) -> str:
        loop, process = self.loop / self.seconds, self.process / self.seconds
        return f"{self.seconds * 1000:3.0f} ms, loop {loop:4.0%} busy, process {process:4.0%}"


@asynccontextmanager
async def longest_stall() -> AsyncIterator[Stall]:
    """The longest time for which the loop did not come round, and the CPU time in it."""
    longest = Stall()
    last = time.monotonic(), time.thread_time(), time.process_time()

    def look() -> None:
        nonlocal last
        now = time.monotonic(), time.thread_time(), time.process_time()
        if now[0] - last[0] > longest.seconds:
            longest.seconds, longest.loop, longest.process = (
                after - before for after, before in zip(now, last, strict=True)
            )
        last = now

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
    lines = account(5_000)
    async with longest_stall() as computing:
        render(lines)
    async with longest_stall() as waiting:
        wait_for_a_service()
    async with longest_stall() as locked_out:
        await asyncio.gather(*(asyncio.to_thread(render, lines) for _ in range(5)))
    return (
        f"render in the loop         {computing}\n"
        f"blocking client            {waiting}\n"
        f"render in several threads  {locked_out}\n"
    )


if __name__ == "__main__":
    print(asyncio.run(main()), end="")
