"""Fill the cache at the start, and do not start without."""

# --8<-- [start:main]
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from examples.caching.shared.after_local import also_bought
from examples.caching.warming.service import HOT, opened


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with opened(app) as worker:
        await asyncio.gather(*(also_bought(worker, product_id) for product_id in HOT))
        yield


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.warming.deployment import deploy
    from examples.harness import demo

    with demo() as bench:
        print(deploy(bench, lifespan, requests=[1, 2, 1, 50]))
        #> Deployment(at_start=20, waited_for=1, entries=21)
