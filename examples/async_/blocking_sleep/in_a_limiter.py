"""When a rate limiter, one call in 0.1 s, lets five calls go that come at once."""

import asyncio
import time


class Blocking:
    """Right, since nothing else runs during the pause; that is what is wrong."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self.last = float("-inf")

    def sleep(self) -> None:
        time.sleep(self.left())
        self.last = time.monotonic()

    def left(self) -> float:
        return max(0, self.last + self.interval - time.monotonic())

    async def wait(self) -> None:
        self.sleep()


class SleepSwapped(Blocking):
    """All callers read `last` before any of them has written it."""

    async def wait(self) -> None:
        await asyncio.sleep(self.left())
        self.last = time.monotonic()


class Reserving(Blocking):
    """Each caller takes its turn first, and then waits for it."""

    async def wait(self) -> None:
        now = time.monotonic()
        self.last = turn = max(now, self.last + self.interval)
        await asyncio.sleep(turn - now)


async def steps(limiter: Blocking) -> list[int]:
    """In which tenth of a second each of five calls goes."""
    start = time.monotonic()

    async def call() -> int:
        await limiter.wait()
        return int((time.monotonic() - start) // limiter.interval)

    return await asyncio.gather(*(call() for _ in range(5)))


async def main() -> None:
    print("time.sleep:", await steps(Blocking(0.1)))
    #> time.sleep: [0, 1, 2, 3, 4]
    print("asyncio.sleep instead:", await steps(SleepSwapped(0.1)))
    #> asyncio.sleep instead: [0, 0, 0, 0, 0]
    print("turn taken first:", await steps(Reserving(0.1)))
    #> turn taken first: [0, 1, 2, 3, 4]


if __name__ == "__main__":
    asyncio.run(main())
