"""What the caller gets, what still runs then, and what is logged, when two of three tasks fail."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def fails() -> str:
    await turns(1)
    raise LookupError("first")


async def fails_later() -> str:
    await turns(3)
    raise LookupError("second")


async def works() -> str:
    await turns(5)
    return "answer"


async def in_turn() -> object:
    tasks = [asyncio.create_task(each()) for each in (fails, fails_later, works)]
    return [await task for task in tasks]


async def gather() -> object:
    return await asyncio.gather(fails(), fails_later(), works())


async def gather_exceptions() -> object:
    return await asyncio.gather(
        fails(), fails_later(), works(), return_exceptions=True
    )


async def task_group() -> object:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each()) for each in (fails, fails_later, works)]
    return [task.result() for task in tasks]


async def report(way: Callable[[], Awaitable[object]]) -> str:
    logged: list[str] = []

    def note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        logged.append(context["message"])

    asyncio.get_running_loop().set_exception_handler(note)
    try:
        seen = f"returns {await way()}"
    except Exception as error:
        inside = getattr(error, "exceptions", "")
        seen = f"raises {type(error).__name__}{inside or error.args}"
    running = len(asyncio.all_tasks()) - 1
    await turns(9)
    gc.collect()
    return f"{seen}, still running: {running}, logged: {logged}"


async def main() -> None:
    print(await report(in_turn))
    #> raises LookupError('first',), still running: 2, logged: ['Task exception was never retrieved']
    print(await report(gather))
    #> raises LookupError('first',), still running: 2, logged: []
    print(await report(gather_exceptions))
    #> returns [LookupError('first'), LookupError('second'), 'answer'], still running: 0, logged: []
    print(await report(task_group))
    #> raises ExceptionGroup(LookupError('first'),), still running: 0, logged: []


if __name__ == "__main__":
    asyncio.run(main())
