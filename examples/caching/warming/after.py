"""Fill the cache with what will be asked for, before requests come."""

# --8<-- [start:main]
import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from examples.caching.warming.service import HOT, LIMIT_S, fill, opened

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with opened(app) as worker:
        try:
            async with asyncio.timeout(LIMIT_S):
                await fill(worker, HOT)
        except Exception as error:  # better cold than not at all
            log.warning("cache not filled: %r", error)
        yield  # here requests begin to come


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.warming.deployment import deploy
    from examples.harness import demo

    with demo() as bench:
        print(deploy(bench, lifespan, requests=[1, 2, 1, 50]))
        #> Deployment(at_start=20, waited_for=1, entries=21)
