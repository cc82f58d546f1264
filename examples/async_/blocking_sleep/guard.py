"""Fails when anything that a coroutine calls puts the event loop to sleep."""

import asyncio
import time
from contextlib import suppress

import httpx
import pytest

from examples.async_.blocking_sleep.after import price
from examples.async_.blocking_sleep.prices import Prices


@pytest.fixture
def sleeps_in_a_loop(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The lengths of all `time.sleep` in a thread whose event loop runs."""
    sleeps: list[float] = []
    really_sleep = time.sleep

    def sleep(seconds: float) -> None:
        with suppress(RuntimeError):  # no loop here: a thread, or plain code
            asyncio.get_running_loop()
            sleeps.append(seconds)
        really_sleep(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    return sleeps


async def quote() -> int:
    transport = httpx.ASGITransport(Prices().app)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        return await price(client, 7)


def test_a_retry_lets_the_loop_go_on(sleeps_in_a_loop: list[float]) -> None:
    assert asyncio.run(quote()) == 700
    assert sleeps_in_a_loop == []
