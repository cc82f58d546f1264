"""Serve the app in asyncio's debug mode, ask for one report, and print what is logged."""

import asyncio
import io
import logging
import os
import socket
import sys
from pathlib import Path

import requests
import uvicorn

from examples.async_.blocking_call.before import app
from examples.harness import demo


async def one_report() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/report"
        await asyncio.to_thread(requests.get, url, timeout=10)
        server.should_exit = True
        await serving


def logged(upstream: str) -> list[str]:
    os.environ["UPSTREAM_URL"] = upstream
    log = io.StringIO()
    logging.basicConfig(stream=log, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(one_report(), debug=True)
    return [from_package(line) for line in log.getvalue().splitlines() if "Executing <Task" in line]


def from_package(line: str) -> str:
    """Where this machine keeps its packages is left out."""
    for folder in sorted({*sys.path, str(Path.cwd())}, key=len, reverse=True):
        line = line.replace(f"{folder}/", "") if folder else line
    return line


if __name__ == "__main__":
    with demo() as bench:
        print(*logged(bench.upstream()), sep="\n")
