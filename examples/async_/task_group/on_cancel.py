"""What a cancelled caller leaves behind, and a timeout around an error that was handled."""

import asyncio
import sys


async def call(closed: list[str], name: str, turns: int) -> None:
    """Wait for ever; when cancelled, need some turns of the loop to clean up."""
    try:
        await asyncio.Event().wait()
    finally:
        for _ in range(turns):
            await asyncio.sleep(0)
        closed.append(name)


async def gather(closed: list[str]) -> None:
    await asyncio.gather(call(closed, "quick", 1), call(closed, "slow", 9))


async def gather_exceptions(closed: list[str]) -> None:
    calls = call(closed, "quick", 1), call(closed, "slow", 9)
    await asyncio.gather(*calls, return_exceptions=True)


async def task_group(closed: list[str]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(call(closed, "quick", 1))
        group.create_task(call(closed, "slow", 9))


async def fails() -> None:
    raise LookupError


async def timed_out_later() -> str:
    """A group fails, the error is handled, and only then the time is up."""
    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails())
            except* LookupError:
                pass
            await asyncio.Event().wait()
    except (TimeoutError, asyncio.CancelledError) as error:
        return type(error).__name__
    return "nothing"


async def main() -> None:
    for way in (gather, gather_exceptions, task_group):
        closed: list[str] = []
        caller = asyncio.create_task(way(closed))
        await asyncio.sleep(0.01)
        caller.cancel()
        await asyncio.wait([caller])
        print(f"{way.__name__}: cancelled, closed by then: {closed}")
        #> gather: cancelled, closed by then: ['quick']
        #> gather_exceptions: cancelled, closed by then: ['quick', 'slow']
        #> task_group: cancelled, closed by then: ['quick', 'slow']
    expected = "TimeoutError" if sys.version_info >= (3, 13) else "CancelledError"
    print("as expected of this Python:", await timed_out_later() == expected)
    #> as expected of this Python: True


if __name__ == "__main__":
    asyncio.run(main())
