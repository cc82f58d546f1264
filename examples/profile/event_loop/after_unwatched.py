"""Look for nothing, to see what looking costs."""

# --8<-- [start:main]
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def watched(_: object) -> AsyncIterator[None]:
    """A lifespan: `FastAPI(lifespan=watched)`."""
    yield


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
    #> False False
