"""Prices of several items from a service that answers for one item at a time."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

import aiohttp
import httpx

from examples.async_.serial_await import (
    after,
    after_aiohttp,
    before,
    before_aiohttp,
    when_not,
)
from examples.async_.serial_await.guard import InFlight
from examples.harness import REQUESTS, Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

IN_FLIGHT = Quantity("in_flight", "requests in flight at once", "integer", exact=True)

Handler = Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]]


@contextmanager
def with_httpx(bench: Bench, size: int) -> Iterator[Call]:
    """One shared client, as in an application that has been running for a while."""
    calls = InFlight()
    client = httpx.AsyncClient(base_url=bench.upstream(), event_hooks=calls.hooks)

    def call(variant: Variant) -> object:
        calls.most = 0
        answer = bench.run(variant.prices(client, range(size)))
        bench.count(IN_FLIGHT, calls.most)
        return answer

    try:
        yield call
    finally:
        bench.run(client.aclose())


@contextmanager
def with_aiohttp(bench: Bench, size: int) -> Iterator[Call]:
    """One shared session."""
    now = most = 0

    async def count(request: aiohttp.ClientRequest, handler: Handler) -> aiohttp.ClientResponse:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return await handler(request)
        finally:
            now -= 1

    async def open_session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(bench.upstream(), middlewares=[count])

    session = bench.run(open_session())

    def call(variant: Variant) -> object:
        nonlocal most
        most = 0
        answer = bench.run(variant.prices(session, range(size)))
        bench.count(IN_FLIGHT, most)
        return answer

    try:
        yield call
    finally:
        bench.run(session.close())


@contextmanager
def one_connection(bench: Bench, size: int) -> Iterator[Call]:
    """A client that may open one connection, as a service with a tight limit asks for."""
    limits = httpx.Limits(max_connections=1)
    client = httpx.AsyncClient(base_url=bench.upstream(), limits=limits)
    try:
        yield lambda variant: bench.run(variant.prices(client, range(size)))
    finally:
        bench.run(client.aclose())


@contextmanager
def at_once(bench: Bench, size: int) -> Iterator[Call]:
    """The same calls to a service that needs no time for its answer."""

    async def drop_service_time(request: httpx.Request) -> None:
        request.url = request.url.copy_remove_param("ms")

    hooks = {"request": [drop_service_time]}
    client = httpx.AsyncClient(base_url=bench.upstream(), event_hooks=hooks)
    try:
        yield lambda variant: bench.run(variant.prices(client, range(size)))
    finally:
        bench.run(client.aclose())


@contextmanager
def first_hit(bench: Bench, size: int) -> Iterator[Call]:
    """A search whose first try succeeds, as it nearly always does."""
    client = httpx.AsyncClient(base_url=bench.upstream())
    try:
        yield lambda variant: bench.run(variant(client, range(size)))
    finally:
        bench.run(client.aclose())


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    return {REQUESTS: size, IN_FLIGHT: 1 if variant == "before" else size}


WORKLOAD = Workload(
    cases={
        "httpx": Case(
            before=before,
            after=after,
            setup=with_httpx,
            expected=expected,
        ),
        "aiohttp": Case(
            before=before_aiohttp,
            after=after_aiohttp,
            setup=with_aiohttp,
            expected=expected,
        ),
    },
    when_not={
        "one connection": Case(
            before=before,
            after=after,
            setup=one_connection,
            expected=lambda _, size: {REQUESTS: size},
        ),
        "answers at once": Case(
            before=before,
            after=after,
            setup=at_once,
            expected=lambda _, size: {REQUESTS: size},
        ),
        "first hit": Case(
            before=when_not.ask_in_turn,
            after=when_not.ask_all,
            setup=first_hit,
            expected=lambda variant, size: {REQUESTS: 1 if variant == "before" else size},
        ),
    },
    sizes=(1, 3, 10, 30),
    size_unit="calls",
    reference=Reference(
        size=10,
        link=Link(rtt_ms=20),
        why="An endpoint fills one page from ten calls to somebody else's API over the internet, a round "
        "trip of 20 ms away, which works 5 ms on each answer.",
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2), Link(rtt_ms=20)),
)
