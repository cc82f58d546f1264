"""Work that is quicker to do than to hand over: its argument is large."""

# --8<-- [start:main]
import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor

from examples.async_.cpu_offload.pdf import Line, account


def balance(lines: Sequence[Line]) -> int:
    return sum(line.amount for line in lines)


async def here(pool: Executor, lines: Sequence[Line]) -> int:
    del pool  # not needed
    return balance(lines)


async def elsewhere(pool: Executor, lines: Sequence[Line]) -> int:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, balance, lines)


# --8<-- [end:main]
if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        lines = account(120)
        print(asyncio.run(here(pool, lines)), asyncio.run(elsewhere(pool, lines)))
        #> -34940 -34940
