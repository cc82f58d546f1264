"""What a watch on the event loop sees beside a plain blocking call, and what it leaves behind."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from examples.profile.event_loop import after, after_faulthandler, after_unwatched, before
from examples.profile.event_loop.guard import Named, block_the_loop
from examples.profile.event_loop.logs import Records
from tests.command import ROOT

WATCHES = [before, after, after_faulthandler, after_unwatched]


@pytest.fixture
def named() -> Iterator[Callable[[str], Named]]:
    """Makes a handler that hears of a function in the log."""
    handlers: list[Named] = []

    def listen(function: str) -> Named:
        handlers.append(Named(function))
        logging.getLogger().addHandler(handlers[-1])
        return handlers[-1]

    yield listen
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def hold_the_gil() -> int:
    """One call of C code, in which no other thread can run."""
    return max(range(6_000_000))


def test_a_call_that_holds_the_gil_is_named_when_it_has_ended(named: Callable[[str], Named]) -> None:
    async def main() -> None:
        async with after.watched(FastAPI()):
            hold_the_gil()

    told = named("hold_the_gil")
    asyncio.run(main())
    assert told.heard.is_set()


def test_faulthandler_does_not_need_the_gil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with after_faulthandler.watched(FastAPI()):
            await asyncio.sleep(0)  # for the first alarm
            hold_the_gil()

    with (tmp_path / "stacks").open("w+") as output:
        monkeypatch.setattr(after_faulthandler, "output", output)
        asyncio.run(main())
        output.seek(0)
        assert "in hold_the_gil" in output.read()


def test_many_short_pieces_in_one_turn_of_the_loop_are_one_block(named: Callable[[str], Named]) -> None:
    told = named("one_piece")

    def one_piece() -> None:
        told.heard.wait(timeout=0.01)

    async def main() -> None:
        async with after.watched(FastAPI()):
            for _ in range(200):
                asyncio.get_running_loop().call_soon(one_piece)
            await asyncio.sleep(0)

    asyncio.run(main())
    assert told.heard.is_set()


def test_a_block_is_logged_once(named: Callable[[str], Named]) -> None:
    told, records = named("block_the_loop"), Records()
    logging.getLogger().addHandler(records)

    async def main() -> None:
        async with after.watched(FastAPI()):
            block_the_loop(told)

    try:
        asyncio.run(main())
    finally:
        logging.getLogger().removeHandler(records)
    assert len([message for message in records.messages if "block_the_loop" in message]) == 1


@pytest.mark.parametrize("watch", WATCHES)
def test_an_error_passes_and_no_thread_stays(watch: object) -> None:
    async def main() -> None:
        async with watch.watched(FastAPI()):  # type: ignore[attr-defined]
            raise ValueError("starts no more")

    threads = set(threading.enumerate())
    with pytest.raises(ValueError, match="starts no more"):
        asyncio.run(main())
    assert set(threading.enumerate()) == threads


def test_a_cancelled_service_ends_its_watch() -> None:
    async def main() -> None:
        async with after.watched(FastAPI()):
            entered.set()
            await asyncio.Event().wait()

    async def cancel() -> None:
        task = asyncio.create_task(main())
        await entered.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    entered = asyncio.Event()
    threads = set(threading.enumerate())
    asyncio.run(cancel())
    assert set(threading.enumerate()) == threads


NEVER_LEFT = """
import asyncio
from examples.profile.event_loop.after import watched
loop, watch = asyncio.new_event_loop(), watched(None)
loop.run_until_complete(watch.__aenter__())
"""


def test_a_watch_that_is_never_left_does_not_keep_its_process_alive() -> None:
    run = subprocess.run([sys.executable, "-c", NEVER_LEFT], cwd=ROOT, timeout=60, check=False)
    assert run.returncode == 0
