"""Reports from a slow service and the health checks beside them; endpoints that do nearly nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from functools import cache

import aiohttp
from fastapi import FastAPI

from examples.api.async_endpoints import (
    after,
    after_async_health,
    after_httpx,
    after_more_threads,
    after_own_threads,
    before,
    when_not,
)
from examples.api.async_endpoints.counted import (
    THREADS,
    answered_at_once,
    sent_to_threads,
    waiting_reports,
)
from examples.async_.bystanders.load import Seen, ask_beside_checks, fetch
from examples.harness import (
    BYSTANDER,
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

AT_ONCE = Quantity("at_once", "reports that the other service has at once", "integer", exact=True)
ANSWERED = Quantity(
    "answered_meanwhile", "of ten health checks, answered before any report", "integer", exact=True
)
TRIPS = Quantity("trips", "times that a request is sent to a thread", "integer", exact=True)
SERVED = "examples.api.async_endpoints.served:app"

Place = tuple[str, FastAPI, str]
"""A version by name, its application, and a path."""


def serve(bench: Bench) -> str:
    """The address of all versions, which the harness keeps warm from one set-up to the next."""
    return bench.serve(SERVED, UPSTREAM_URL=bench.upstream()).url


def name_of(variant: Variant) -> str:
    """A version as the server calls it."""
    return str(variant.__name__.rpartition(".")[2])


@contextmanager
def reports(bench: Bench, size: int) -> Iterator[Call]:
    """Reports at once, and health checks meanwhile; counts are taken in one loop, without a network."""

    @cache
    def counts(variant: Variant) -> tuple[int, int]:
        return bench.run(counted(variant))

    async def counted(variant: Variant) -> tuple[int, int]:
        async with waiting_reports(variant.app, size) as (client, asked):
            return asked, sum(await answered_at_once(client, ["/health"] * 10))

    def count(variant: Variant) -> object:
        asked, answered = counts(variant)
        bench.count(AT_ONCE, asked)
        bench.count(ANSWERED, answered)
        return size

    async def measured(url: str, version: str) -> Seen:
        async with aiohttp.ClientSession(url) as session:
            await fetch(session, f"/choose/{version}")
        return await ask_beside_checks(url, ["/report"] * size)

    if bench.counting:
        yield count
        return
    url = serve(bench)

    def call(variant: Variant) -> object:
        seen = bench.run(measured(url, name_of(variant)))
        bench.record(BYSTANDER, seen.slowest)
        return seen.answers

    yield call


def small(place: Callable[[Variant], Place]) -> Callable[[Bench, int], Iterator[Call]]:
    """Requests at once that wait for nothing, over connections that are open."""

    def requests(bench: Bench, size: int) -> Iterator[Call]:
        async def counted(app: FastAPI, path: str) -> object:
            bench.count(TRIPS, await sent_to_threads(app, path))
            return size

        async def measured(session: aiohttp.ClientSession, version: str, path: str) -> object:
            await fetch(session, f"/choose/{version}")
            return await asyncio.gather(*(fetch(session, path) for _ in range(size)))

        if bench.counting:
            yield lambda variant: bench.run(counted(*place(variant)[1:]))
            return
        url = serve(bench)
        stack = AsyncExitStack()

        async def connect() -> aiohttp.ClientSession:
            connector = aiohttp.TCPConnector(limit=0)
            return await stack.enter_async_context(aiohttp.ClientSession(url, connector=connector))

        session = bench.run(connect())

        def call(variant: Variant) -> object:
            version, _, path = place(variant)
            return bench.run(measured(session, version, path))

        try:
            yield call
        finally:
            bench.run(stack.aclose())

    return requests


@contextmanager
def health_checks(bench: Bench, size: int) -> Iterator[Call]:
    """Nothing but health checks."""
    yield from small(lambda variant: (name_of(variant), variant.app, "/health"))(bench, size)


@contextmanager
def notes(bench: Bench, size: int) -> Iterator[Call]:
    """Requests for two small files."""
    paths = {when_not.notes: "/def", when_not.notes_async: "/async"}
    yield from small(lambda variant: ("when_not", when_not.app, paths[variant]))(bench, size)


def held(variant: str, size: int) -> Mapping[Quantity, int]:
    """Forty threads hold forty reports, and then answer nothing else."""
    threads = {"after": size, "httpx": size, "more threads": 100}.get(variant, THREADS)
    shared = variant in ("before", "more threads")
    return {AT_ONCE: min(size, threads), ANSWERED: 0 if shared and size >= threads else 10}


WORKLOAD = Workload(
    cases={
        "reports wait": Case(
            before=before,
            after=after,
            alternatives={"httpx": after_httpx},
            setup=reports,
            expected=held,
        ),
        "the client blocks": Case(
            before=before,
            after=after_own_threads,
            alternatives={"async health": after_async_health, "more threads": after_more_threads},
            setup=reports,
            expected=lambda variant, size: held("own threads" if variant == "after" else variant, size),
        ),
    },
    when_not={
        "nothing waits": Case(
            before=before,
            after=after,
            setup=health_checks,
            expected=lambda variant, _: {TRIPS: 2 if variant == "before" else 0},
            sampled=(WALL,),
        ),
        "files": Case(
            before=when_not.notes,
            after=when_not.notes_async,
            setup=notes,
            expected=lambda variant, _: {TRIPS: 1 if variant == "before" else 2},
            sampled=(WALL,),
        ),
    },
    sizes=(10, 40, 60),
    size_unit="requests at once",
    reference=Reference(
        size=60,
        why="A service gets three hundred requests a second for what another service answers in a fifth of "
        "one, so that sixty are under way.",
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
    sampled=(WALL, BYSTANDER),
    headline=BYSTANDER,
)
