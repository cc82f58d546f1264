"""Look for blocking calls with a thread that listens for the loop's heartbeat."""

# --8<-- [start:main]
import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread, get_ident
from time import perf_counter
from traceback import format_stack


@asynccontextmanager
async def watched(_: object) -> AsyncIterator[None]:
    """A lifespan: `FastAPI(lifespan=watched)`."""
    of_loop, ended, last = get_ident(), Event(), perf_counter()

    async def beat() -> None:
        nonlocal last
        while True:
            last = perf_counter()
            await asyncio.sleep(0.01)

    def watch() -> None:
        told = 0.0
        while not ended.wait(0.01):
            if told != last and perf_counter() - last > 0.05:
                told = last
                stack = format_stack(sys._current_frames()[of_loop])
                logging.warning("Loop blocked:\n%s", "".join(stack))

    beating = asyncio.create_task(beat())
    thread = Thread(target=watch, daemon=True)  # keeps no process alive
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        beating.cancel()


# --8<-- [end:main]


if __name__ == "__main__":
    import os

    from examples.harness import demo
    from examples.profile.event_loop.logs import logged
    from examples.profile.event_loop.shop import service

    with demo() as bench:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        log = "\n".join(logged(service(watched), ["/stock"] * 3))
    print("run_asgi" in log, "left_in_stock" in log)
    #> True True
