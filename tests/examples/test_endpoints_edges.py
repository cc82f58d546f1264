"""What the page on `def` and `async def` says of threads, failures, cancellation and context."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from types import ModuleType

import pytest
from anyio import CancelScope, to_thread, wait_all_tasks_blocked
from fastapi import Depends, FastAPI

from examples.api.async_endpoints import (
    after,
    after_async_health,
    after_httpx,
    after_more_threads,
    after_own_threads,
    before,
    find_it,
    served,
    who_waits,
)
from examples.api.async_endpoints.asked import responses
from examples.api.async_endpoints.guard import Unanswered, client_of
from examples.api.async_endpoints.served import VERSIONS
from examples.harness import Bench
from tests.examples.files import said

ALL = [before, after, after_httpx, after_own_threads, after_async_health, after_more_threads]


def test_what_the_page_shows_of_threads_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(who_waits.main())
    assert capsys.readouterr().out.splitlines() == said(who_waits)


def test_who_looks_at_the_threads_sees_forty_reports_or_none(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(find_it.look("before", before, 41))
    bench.run(find_it.look("after", after, 41))
    printed = capsys.readouterr().out
    assert "40 of 40 threads taken, 1 calls wait" in printed and "0 of 40 threads taken" in printed


def test_every_version_answers_alike_in_the_application_that_is_measured(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPSTREAM_URL", bench.upstream())
    names = [name for name in VERSIONS if name != "when_not"]
    paths = [path for name in names for path in (f"/choose/{name}", "/report", "/health")]
    answers = [response.json() for response in bench.run(responses(served.app, *paths))]
    assert answers == [None, {"ms": 200.0}, "ok"] * len(ALL)


def test_every_version_fails_when_the_other_service_is_gone_and_stays_healthy(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPSTREAM_URL", "http://127.0.0.1:9")  # the discard port, where nobody listens

    def statuses(version: ModuleType) -> list[int]:
        found = bench.run(responses(version.app, "/report", "/health"))
        return [response.status_code for response in found]

    assert [statuses(version) for version in ALL] == [[500, 200]] * len(ALL)


@pytest.mark.parametrize(("version", "ends"), [(after, True), (after_httpx, True), (before, False)])
def test_anyio_ends_a_coroutine_at_its_await_and_waits_for_a_thread(
    version: ModuleType, ends: bool, bench: Bench
) -> None:
    async def ended() -> bool:
        service, scope = Unanswered(), CancelScope()

        async def limited() -> None:
            with scope:
                await client.get("/report")

        async with client_of(version.app, service) as client:
            request = asyncio.create_task(limited())
            await service.asked.acquire()
            scope.cancel()
            await wait_all_tasks_blocked()
            found = request.done()
            service.may_answer.set()
            await request
        return found

    assert bench.run(ended()) is ends


def test_asyncio_gives_a_thread_up_that_goes_on_and_is_not_counted_any_more(bench: Bench) -> None:
    async def left_behind() -> tuple[bool, float, int]:
        service, limiter = Unanswered(), to_thread.current_default_thread_limiter()
        async with client_of(before.app, service) as client:
            request = asyncio.create_task(client.get("/report"))
            await service.asked.acquire()
            request.cancel()
            await asyncio.wait([request])
            found = request.cancelled(), limiter.borrowed_tokens, sum(find_it.stacks().values())
            service.may_answer.set()
        return found

    assert bench.run(left_behind()) == (True, 0, 1)


def test_a_coroutine_sees_the_context_of_an_async_dependency_and_not_of_a_function(bench: Bench) -> None:
    tenant: ContextVar[str] = ContextVar("tenant", default="nobody")
    app = FastAPI()

    def function() -> None:
        tenant.set("acme")

    async def coroutine() -> None:
        tenant.set("acme")

    @app.get("/function", dependencies=[Depends(function)])
    async def after_function() -> str:
        return tenant.get()

    @app.get("/coroutine", dependencies=[Depends(coroutine)])
    async def after_coroutine() -> str:
        return tenant.get()

    found = bench.run(responses(app, "/function", "/coroutine"))
    assert [response.json() for response in found] == ["nobody", "acme"]


def test_threads_of_asyncio_are_not_of_the_forty(bench: Bench) -> None:
    async def borrowed() -> tuple[float, float]:
        limiter = to_thread.current_default_thread_limiter()

        def taken() -> float:
            return limiter.borrowed_tokens

        return await asyncio.to_thread(taken), await to_thread.run_sync(taken)

    assert bench.run(borrowed()) == (0, 1)
