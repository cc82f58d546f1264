"""Scripts as people run them, each whole and in a process of its own, without what starting one costs.

The processes are forks of one that has imported the libraries already: an interpreter and a web framework
take longer to start than most scripts to run.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
from collections.abc import Mapping
from pathlib import Path

TIMEOUT = 120
LIBRARIES = ("aiohttp", "fastapi", "httpx", "psycopg", "redis.asyncio", "sqlalchemy.ext.asyncio", "uvicorn")

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([*LIBRARIES, "examples.harness", __name__])


def run_script(module: str, folder: Path, environment: Mapping[str, str]) -> tuple[int | None, str, str]:
    """Run a module as `python -m` does.

    Args:
        module: Its name.
        folder: Where what it prints is kept.
        environment: Variables added to the present ones.

    Returns:
        Its exit status, None after `TIMEOUT` seconds, and what it printed and complained of.
    """
    printed, complained = folder / "printed.txt", folder / "complained.txt"
    process = _forks.Process(target=_run, args=(module, printed, complained, dict(environment)))
    process.start()
    process.join(TIMEOUT)
    status = process.exitcode
    process.kill()
    process.join()
    process.close()
    return status, printed.read_text("utf-8"), complained.read_text("utf-8")


def _run(module: str, printed: Path, complained: Path, environment: Mapping[str, str]) -> None:
    # The descriptors, not sys.stdout: what the script itself starts may print, too.
    for path, descriptor in ((printed, 1), (complained, 2)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), descriptor)
    os.environ.update(environment)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
