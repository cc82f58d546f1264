"""A pool that is replaced when one of its workers was killed: a broken one stays broken."""

# --8<-- [start:main]
import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Processes:
    """Made and closed in the lifespan; what was under way in a broken pool fails."""

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self.pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, get_context("spawn"))

    async def run(
        self,
        function: Callable[Given, Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        pool = self.pool
        try:
            return await asyncio.wrap_future(pool.submit(function, *args, **kwargs))
        except BrokenProcessPool:
            if self.pool is pool:  # not yet replaced by another request
                self.pool = self._new()
            raise

    def close(self) -> None:
        self.pool.shutdown()


# --8<-- [end:main]
