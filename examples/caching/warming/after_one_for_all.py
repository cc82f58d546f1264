"""The first process that starts fills a shared cache, and the others read that."""

# --8<-- [start:main]
import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from fastapi import FastAPI

from examples.caching.shop.worker import Worker
from examples.caching.warming.service import HOT, LIMIT_S, fill, opened

LIFETIME_S = 300
log = logging.getLogger(__name__)


async def share(worker: Worker) -> None:
    """Read all entries at once; ask for those that nobody has stored."""
    keys = [f"{worker.key_prefix}:also-bought:v1:{key}" for key in HOT]
    # One process at a time: who comes second finds it all.
    async with worker.cache.lock("shop:warming", timeout=10, sleep=0.02):
        for product_id, stored in zip(HOT, await worker.cache.mget(keys), strict=True):
            if stored is not None:
                ends = monotonic() + LIFETIME_S * random.uniform(0.9, 1.1)
                worker.memory[product_id] = ends, json.loads(stored)
        missing = set(HOT) - worker.memory.keys()
        await fill(worker, missing)
        async with worker.cache.pipeline(transaction=False) as commands:
            for product_id, key in zip(HOT, keys, strict=True):
                if product_id in missing:
                    names = json.dumps(worker.memory[product_id][1])
                    commands.set(key, names, ex=LIFETIME_S)
            await commands.execute()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with opened(app) as worker:
        try:
            async with asyncio.timeout(LIMIT_S):
                await share(worker)
        except Exception as error:  # better cold than not at all
            log.warning("cache not filled: %r", error)
        yield  # here requests begin to come


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.warming.deployment import deploy
    from examples.harness import demo

    with demo() as bench:
        print(deploy(bench, lifespan, requests=[1, 2, 1, 50], processes=2))
        #> Deployment(at_start=20, waited_for=1, entries=41)
