"""Pauses and CPU work in coroutines: the versions agree on errors, and the pages' claims on the side hold."""

from __future__ import annotations

import asyncio
import inspect
from types import ModuleType

import httpx
import pytest
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
from examples.harness import Bench

__all__ = ["sleeps_in_a_loop"]  # the guard's fixture

QUOTES = [before, after, after_to_thread, before_helper, after_helper]


def client_of(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://prices")


def said(module: ModuleType) -> list[str]:
    """What an example file says that it prints."""
    lines = inspect.getsource(module).splitlines()
    return [line.strip().removeprefix("#> ") for line in lines if line.strip().startswith("#>")]


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
    assert sleeps_in_a_loop == [0.05]


def test_calls_that_were_answered_in_time_fail_when_the_loop_sleeps(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.run(on_others.main(bench.upstream()))
    assert capsys.readouterr().out.splitlines() == said(on_others)


def test_a_limiter_whose_sleep_alone_is_swapped_lets_all_pass(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(in_a_limiter.main())
    assert capsys.readouterr().out.splitlines() == said(in_a_limiter)
