"""What is logged while a service answers requests, by a uvicorn in this process."""

import asyncio
import logging
import socket
from collections.abc import Sequence

import requests
import uvicorn
from fastapi import FastAPI


class Records(logging.Handler):
    """Keeps what passes."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def logged(app: FastAPI, paths: Sequence[str], *, debug: bool = False) -> list[str]:
    """The warnings of requests that are sent one after the other; `debug` as PYTHONASYNCIODEBUG=1."""
    records = Records()
    logging.getLogger().addHandler(records)
    try:
        asyncio.run(_answer(app, paths), debug=debug)
    finally:
        logging.getLogger().removeHandler(records)
    return records.messages


async def _answer(app: FastAPI, paths: Sequence[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        for path in paths:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}{path}"
            (await asyncio.to_thread(requests.get, url, timeout=30)).raise_for_status()
        server.should_exit = True
        await serving
