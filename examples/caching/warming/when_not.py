"""Fill a cache that a deployment leaves full: all entries are in Valkey already."""

# --8<-- [start:main]
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from examples.caching.shared.after import also_bought
from examples.caching.warming.service import HOT, fill, opened


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with opened(app) as worker:
        await fill(worker, HOT, also_bought)  # finds each of them stored
        yield


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.warming.deployment import deploy
    from examples.harness import demo

    with demo() as bench:
        print("Valkey empty:", deploy(bench, lifespan, requests=[]))
        #> Valkey empty: Deployment(at_start=20, waited_for=0, entries=0)
