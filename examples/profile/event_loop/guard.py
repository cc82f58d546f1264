"""Fails when nothing names the function that blocks the event loop."""

import asyncio
import logging
from threading import Event

from fastapi import FastAPI

from examples.profile.event_loop.after import watched


class Named(logging.Handler):
    """Hears of a log line that names a function."""

    def __init__(self, function: str) -> None:
        super().__init__()
        self.function, self.heard = function, Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self.function in record.getMessage():
            self.heard.set()


def block_the_loop(named: Named) -> bool:
    """Blocks until the log says so, or for two seconds."""
    return named.heard.wait(timeout=2)


def test_the_log_names_what_blocks_the_loop() -> None:
    async def main() -> bool:
        async with watched(FastAPI()):
            return block_the_loop(named)

    named = Named("block_the_loop")
    logging.getLogger().addHandler(named)
    try:
        assert asyncio.run(main())
    finally:
        logging.getLogger().removeHandler(named)
