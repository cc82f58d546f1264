"""Look for blocking calls with an alarm that the loop puts off."""

# --8<-- [start:main]
import asyncio
import faulthandler
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TextIO

output: TextIO = sys.__stderr__ or sys.stdout


@asynccontextmanager
async def watched(_: object) -> AsyncIterator[None]:
    """A lifespan: `FastAPI(lifespan=watched)`."""

    async def put_off() -> None:
        while True:
            faulthandler.dump_traceback_later(0.05, file=output)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(put_off())
    try:
        yield
    finally:
        task.cancel()
        faulthandler.cancel_dump_traceback_later()


# --8<-- [end:main]


if __name__ == "__main__":
    import os
    from tempfile import TemporaryFile

    from examples.harness import demo
    from examples.profile.event_loop.logs import logged
    from examples.profile.event_loop.shop import service

    with demo() as bench, TemporaryFile("w+") as output:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        logged(service(watched), ["/stock"] * 3)
        output.seek(0)
        print("in left_in_stock" in output.read())
        #> True
