"""Start with an empty cache, which the first requests fill."""

# --8<-- [start:main]
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from examples.caching.warming.service import opened


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with opened(app):
        yield  # here requests begin to come


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.warming.deployment import deploy
    from examples.harness import demo

    with demo() as bench:
        print(deploy(bench, lifespan, requests=[1, 2, 1, 50]))
        #> Deployment(at_start=0, waited_for=3, entries=3)
