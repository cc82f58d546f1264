"""Pauses and CPU work in coroutines: the versions agree on errors, and the pages' claims on the side hold."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from fastapi import Response as Answer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from examples.async_.blocking_sleep import (
    after,
    after_helper,
    after_to_thread,
    before,
    before_helper,
    in_a_limiter,
    on_others,
)
from examples.async_.blocking_sleep.guard import sleeps_in_a_loop
from examples.async_.blocking_sleep.prices import Prices
from examples.async_.cpu_offload import after as in_processes
from examples.async_.cpu_offload import after_def, after_one_thread
from examples.async_.cpu_offload import after_to_thread as in_threads
from examples.async_.cpu_offload import before as in_the_loop
from examples.async_.cpu_offload.pdf import account, render
from examples.async_.cpu_offload.renewed import Processes
from examples.harness import Bench
from tests.examples.files import said
from tests.examples.test_detection import reports

__all__ = ["sleeps_in_a_loop"]  # the guard's fixture

QUOTES = [before, after, after_to_thread, before_helper, after_helper]


def client_of(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://prices")


@pytest.mark.parametrize("version", QUOTES)
def test_a_quote_is_asked_for_as_often_as_it_may_be(version: ModuleType) -> None:
    async def quotes() -> None:
        asked = 0

        async def never(_: Request) -> Response:
            nonlocal asked
            asked += 1
            return Response(status_code=503)

        async with client_of(Starlette(routes=[Route("/prices/7", never)])) as client:
            for attempts in (1, 2):
                asked = 0
                with pytest.raises(httpx.HTTPStatusError, match="503"):
                    await version.price(client, 7, attempts)
                assert asked == attempts
            with pytest.raises(httpx.HTTPStatusError, match="404"):
                await version.price(client, 8)

    asyncio.run(quotes())


@pytest.mark.parametrize("version", [after, after_to_thread, after_helper])
def test_a_pause_that_is_cancelled_is_followed_by_no_attempt(version: ModuleType) -> None:
    async def cancelled() -> None:
        service = Prices()
        answered = asyncio.Event()

        async def tell(_: httpx.Response) -> None:
            answered.set()

        async with client_of(service.app) as client:
            client.event_hooks = {"response": [tell]}
            quote = asyncio.create_task(version.price(client, 7))
            await answered.wait()
            quote.cancel()
            with pytest.raises(asyncio.CancelledError):
                await quote
            assert service.refused == {7}

    asyncio.run(cancelled())


def test_a_helper_that_sleeps_is_seen_by_the_guard_and_not_by_the_lint(
    sleeps_in_a_loop: list[float],
) -> None:
    async def quote(version: ModuleType) -> int:
        async with client_of(Prices().app) as client:
            return int(await version.price(client, 7))

    assert asyncio.run(quote(after_helper)) == asyncio.run(quote(after_to_thread)) == 700
    assert sleeps_in_a_loop == []
    assert asyncio.run(quote(before_helper)) == 700
    assert sleeps_in_a_loop == [0.1]
    assert not reports("ASYNC251", Path(before_helper.__file__ or ""))


@pytest.mark.parametrize(
    ("pause", "ends"), [("time.sleep(0.3)", "slept\n"), ("await asyncio.sleep(0.3)", "")], ids=str
)
def test_ctrl_c_ends_the_right_sleep_and_waits_for_the_wrong_one(pause: str, ends: str) -> None:
    program = f"""
import asyncio, os, signal, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
    {pause}
    print("slept")

asyncio.run(main())
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout == ends
    assert "KeyboardInterrupt" in run.stderr


def test_calls_that_were_answered_in_time_fail_when_the_loop_sleeps(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(on_others.main(bench.upstream()))
    assert capsys.readouterr().out.splitlines() == said(on_others)


def test_a_limiter_whose_sleep_alone_is_swapped_lets_all_pass(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(in_a_limiter.main())
    assert capsys.readouterr().out.splitlines() == said(in_a_limiter)


@pytest.mark.parametrize("version", [in_the_loop, in_processes, in_threads, after_one_thread])
def test_every_version_makes_the_same_statement(version: ModuleType) -> None:
    async def statements() -> list[bytes]:
        async with version.app.router.lifespan_context(version.app):
            return [(await version.statement(count)).body for count in (0, 1, 51)]

    made: list[Answer] = [after_def.statement(count) for count in (0, 1, 51)]
    assert asyncio.run(statements()) == [one.body for one in made]


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (1, 1), (51, 2)])
def test_a_statement_is_a_pdf_whose_table_points_at_its_objects(lines: int, pages: int) -> None:
    pdf = render(account(lines))
    assert pdf.count(b"/Type /Page ") == pages
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    assert pdf[start:].startswith(b"xref\n0 ")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", pdf[start:])]
    for number, place in enumerate(places, start=1):
        assert pdf[place:].startswith(b"%d 0 obj\n" % number)
    for length, at in ((int(one[1]), one.end()) for one in re.finditer(rb"/Length (\d+) >> stream\n", pdf)):
        assert pdf[at + length :].startswith(b"\nendstream")


def test_work_that_nobody_waits_for_any_more_goes_on(tmp_path: Path) -> None:
    pipe, copy = tmp_path / "pipe", tmp_path / "copy"
    os.mkfifo(pipe)

    async def cancelled() -> None:
        async with in_processes.lifespan(in_processes.app):
            loop = asyncio.get_running_loop()
            work = loop.run_in_executor(
                in_processes.app.state.pool, subprocess.call, ["cp", str(pipe), str(copy)]
            )
            writing = await asyncio.to_thread(pipe.open, "w")  # has a reader: the work is under way
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            with writing:
                writing.write("done")

    asyncio.run(cancelled())
    assert copy.read_text() == "done"


def test_an_error_of_the_work_leaves_the_pool_as_it_was() -> None:
    async def fail_and_go_on() -> bytes:
        async with in_processes.lifespan(in_processes.app):
            loop = asyncio.get_running_loop()
            no_lines: list[Any] = [None]
            with pytest.raises(AttributeError):
                await loop.run_in_executor(in_processes.app.state.pool, render, no_lines)
            return bytes((await in_processes.statement(1)).body)

    assert asyncio.run(fail_and_go_on()) == render(account(1))


def test_a_killed_worker_breaks_the_pool_for_good_and_the_renewed_one_once() -> None:
    async def killed() -> bytes:
        async with in_processes.lifespan(in_processes.app):
            loop = asyncio.get_running_loop()
            with pytest.raises(BrokenProcessPool):
                await loop.run_in_executor(in_processes.app.state.pool, os._exit, 1)
            with pytest.raises(BrokenProcessPool):
                await in_processes.statement(1)
        processes = Processes(1)
        try:
            with pytest.raises(BrokenProcessPool):
                await processes.run(os._exit, 1)
            return await processes.run(render, account(1))
        finally:
            processes.close()

    assert asyncio.run(killed()) == render(account(1))
