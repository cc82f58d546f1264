"""Compress in the loop, in a thread and in a process: the work releases the GIL."""

# --8<-- [start:main]
import asyncio
import gzip
from concurrent.futures import Executor


async def in_the_loop(pool: Executor, data: bytes) -> bytes:
    del pool  # not needed
    return gzip.compress(data, mtime=0)


async def in_a_thread(pool: Executor, data: bytes) -> bytes:
    del pool  # not needed
    return await asyncio.to_thread(gzip.compress, data, mtime=0)


async def in_a_process(pool: Executor, data: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, compress, data)


def compress(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


# --8<-- [end:main]
if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    data = bytes(100_000)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        for function in (in_the_loop, in_a_thread, in_a_process):
            print(gzip.decompress(asyncio.run(function(pool, data))) == data)
            #> True
            #> True
            #> True
