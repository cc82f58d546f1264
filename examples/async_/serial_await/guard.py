"""Fails when the requests for several prices wait for each other again."""

from collections.abc import Callable
from typing import Any

import httpx

from examples.async_.serial_await.after import prices
from examples.harness import Bench


class InFlight:
    """Counts the unanswered requests of a client that has its hooks."""

    def __init__(self) -> None:
        self.now = self.most = 0

    @property
    def hooks(self) -> dict[str, list[Callable[..., Any]]]:
        return {"request": [self._sent], "response": [self._answered]}

    async def _sent(self, _: httpx.Request) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    async def _answered(self, _: httpx.Response) -> None:
        self.now -= 1


async def most_in_flight(url: str) -> int:
    calls = InFlight()
    async with httpx.AsyncClient(base_url=url, event_hooks=calls.hooks) as client:
        await prices(client, range(10))
    return calls.most


def test_ten_requests_are_in_flight_at_once(bench: Bench) -> None:
    assert bench.run(most_in_flight(bench.upstream())) == 10
