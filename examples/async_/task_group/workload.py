"""Prices from a service, ten calls at a time, of which one fails, or all, or none."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import perf_counter

import aiohttp
import httpx

from examples.async_.task_group import after, after_httpx, before, before_httpx
from examples.harness import (
    REQUESTS,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)

TOO_LATE = Quantity(
    "too_late", "requests sent after the caller had the error", "integer", exact=True
)
SEEN = Quantity("seen", "time until the caller has its answer or error", "second", exact=False)
AT_ONCE = 10
UNKNOWN = -1

Handler = Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]]


class Watch:
    """Follows the requests of one batch; where they are counted, it also fixes the order of their answers.

    Then the first error comes when all requests that can be under way beside it have been answered, and
    those answers come after it. So what is counted is the same on every machine.

    Attributes:
        sent: How many requests have been sent.
    """

    def __init__(self, size: int, first_error: int | None, *, in_order: bool) -> None:
        self.sent = 0
        self._in_order = in_order and first_error is not None
        self._first_error = first_error or 0
        self._beside = min(AT_ONCE - 1, size - 1 - self._first_error)
        self._waiting = 0
        self._all_wait = asyncio.Event()
        self._open = asyncio.Event()

    def begin(self) -> int:
        """A request goes out; gives its number."""
        self.sent += 1
        return self.sent - 1

    async def answered(self, number: int) -> None:
        """An answer is there; returns when it may be handed over."""
        if not self._in_order or self._open.is_set():
            return
        if number == self._first_error:
            if self._beside:
                await self._all_wait.wait()
            asyncio.get_running_loop().call_later(0.02, self._open.set)
        elif number > self._first_error:
            self._waiting += 1
            if self._waiting == self._beside:
                self._all_wait.set()
            await self._open.wait()


async def until_nothing_runs() -> None:
    """Let the calls end that a failed batch has left behind, while their client is open."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait([task])


async def batch(bench: Bench, watch: Watch, prices: Awaitable[list[int]]) -> object:
    """Run one batch until nothing of it runs any more; gives its answer or its error."""
    start = perf_counter()
    answer: object
    try:
        answer = await prices
    except aiohttp.ClientResponseError as error:
        answer = error.status, error.request_info.real_url.path
    except httpx.HTTPStatusError as error:
        answer = error.response.status_code, error.request.url.path
    bench.record(SEEN, perf_counter() - start)
    sent = watch.sent
    await until_nothing_runs()
    bench.count(TOO_LATE, watch.sent - sent)
    return answer


def ask_for(size: int, failing: str) -> tuple[list[int], int | None]:
    """Items, and which of them is the first that the service does not know."""
    if failing == "all":
        return [UNKNOWN] * size, 0
    items = list(range(size))
    if failing == "none":
        return items, None
    items[size // 2] = UNKNOWN
    return items, size // 2


@contextmanager
def with_aiohttp(bench: Bench, size: int, failing: str = "one") -> Iterator[Call]:
    """One shared session."""
    items, first_error = ask_for(size, failing)
    watch = Watch(size, first_error, in_order=bench.counting)

    async def follow(request: aiohttp.ClientRequest, handler: Handler) -> aiohttp.ClientResponse:
        number = watch.begin()
        response = await handler(request)
        try:
            await watch.answered(number)
        except BaseException:
            response.close()  # which the session does not: it has not been given the response
            raise
        return response

    async def open_session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(bench.upstream(), middlewares=[follow])

    session = bench.run(open_session())

    def call(variant: Variant) -> object:
        nonlocal watch
        watch = Watch(size, first_error, in_order=bench.counting)
        return bench.run(batch(bench, watch, variant.prices(session, items)))

    try:
        yield call
    finally:
        bench.run(session.close())


@contextmanager
def with_httpx(bench: Bench, size: int) -> Iterator[Call]:
    """One shared client."""
    items, first_error = ask_for(size, "one")
    watch = Watch(size, first_error, in_order=bench.counting)

    async def begin(request: httpx.Request) -> None:
        request.extensions["number"] = watch.begin()

    async def answered(response: httpx.Response) -> None:
        await watch.answered(response.request.extensions["number"])

    hooks: dict[str, list[Callable[..., object]]] = {"request": [begin], "response": [answered]}
    client = httpx.AsyncClient(base_url=bench.upstream(), event_hooks=hooks)

    def call(variant: Variant) -> object:
        nonlocal watch
        watch = Watch(size, first_error, in_order=bench.counting)
        return bench.run(batch(bench, watch, variant.prices(client, items)))

    try:
        yield call
    finally:
        bench.run(client.aclose())


def expected(
    variant: str, size: int, *, failing: str = "one", cancels: bool = True
) -> Mapping[Quantity, int]:
    """The one that fails makes room for one more before the group hears of it; a worker does not."""
    first_error = ask_for(size, failing)[1]
    if first_error is None:
        return {REQUESTS: size, TOO_LATE: 0}
    begun = min(size, first_error + AT_ONCE)
    with_the_next = min(size, begun + 1)
    if variant == "before":
        return {REQUESTS: size, TOO_LATE: size - with_the_next}
    return {REQUESTS: with_the_next if cancels else begun, TOO_LATE: 0}


WORKLOAD = Workload(
    cases={
        "aiohttp": Case(before=before, after=after, setup=with_aiohttp, expected=expected),
        "httpx": Case(
            before=before_httpx,
            after=after_httpx,
            setup=with_httpx,
            expected=partial(expected, cancels=False),
        ),
        "aiohttp, every call fails": Case(
            before=before,
            after=after,
            setup=partial(with_aiohttp, failing="all"),
            expected=partial(expected, failing="all"),
        ),
    },
    when_not={
        "no call fails": Case(
            before=before,
            after=after,
            setup=partial(with_aiohttp, failing="none"),
            expected=partial(expected, failing="none"),
        ),
    },
    sizes=(1, 10, 100, 200),
    size_unit="calls",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=2),
        why="A job asks another service for a hundred prices, ten at a time; the service does not know the "
        "one in the middle, which is where a single failure is on average.",
    ),
    headline=REQUESTS,
    sampled=(WALL, SEEN),
    links=(Link(rtt_ms=2),),
)
