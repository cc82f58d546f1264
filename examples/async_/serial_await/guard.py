"""Fails when the requests for several prices wait for each other again."""

import httpx

from examples.async_.serial_await.after import prices
from examples.harness import Bench


class InFlight:
    """Event hooks of a client that count its unanswered requests."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def sent(self, request: httpx.Request) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    async def answered(self, response: httpx.Response) -> None:
        self.now -= 1


async def most_in_flight(url: str) -> int:
    calls = InFlight()
    hooks = {"request": [calls.sent], "response": [calls.answered]}
    async with httpx.AsyncClient(base_url=url, event_hooks=hooks) as client:
        await prices(client, range(10))
    return calls.most


def test_ten_requests_are_in_flight_at_once(bench: Bench) -> None:
    assert bench.run(most_in_flight(bench.upstream())) == 10
