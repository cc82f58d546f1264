"""Reports from a slow service, and the health checks that come in meanwhile."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

import aiohttp

from examples.async_.blocking_call import after, after_def, after_to_thread, before, when_not
from examples.async_.blocking_call.guard import answered_meanwhile
from examples.harness import (
    BYSTANDER,
    REQUESTS,
    STALL,
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

ANSWERED = Quantity(
    "answered_meanwhile", "of ten other requests, answered during one report", "integer", exact=True
)
INTERVAL = 0.010


async def fetch(session: aiohttp.ClientSession, path: str) -> object:
    async with session.get(path, raise_for_status=True) as response:
        return await response.json()


async def reports_and_checks(
    session: aiohttp.ClientSession, count: int
) -> tuple[list[object], list[float]]:
    """Ask for `count` reports at once, and for `/health` every `INTERVAL` until all reports are there.

    The health checks keep to a schedule, whether or not the one before was answered, and each is timed
    from the moment at which it was due: a server that stands still does not slow its measurement down.
    """
    clock = asyncio.get_running_loop().time

    async def check(due: float) -> float:
        await fetch(session, "/health")
        return clock() - due

    reports = [asyncio.create_task(fetch(session, "/report")) for _ in range(count)]
    checks = []
    due = clock()
    while not all(report.done() for report in reports):
        due += INTERVAL
        await asyncio.sleep(due - clock())
        checks.append(asyncio.create_task(check(due)))
    return await asyncio.gather(*reports), await asyncio.gather(*checks)


@contextmanager
def fastapi(bench: Bench, size: int) -> Iterator[Call]:
    """Each version on a uvicorn of its own."""
    upstream = bench.upstream()
    # The versions read it when their lifespan or their endpoint runs.
    os.environ["UPSTREAM_URL"] = upstream
    urls: dict[str, str] = {}
    answered: dict[str, int] = {}

    def prepare(version: str, variant: Variant) -> None:
        served = bench.serve(
            "examples.async_.blocking_call.observed:app", VERSION=version, UPSTREAM_URL=upstream
        )
        urls[version] = served.url
        answered[version] = bench.run(answered_meanwhile(variant.app, "/report", "/health", 10))

    async def measured(url: str) -> tuple[list[object], list[float], object]:
        # Without a limit of its own, so that no health check waits in the client.
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(url, connector=connector) as session:
            await fetch(session, "/stall/start")
            reports, checks = await reports_and_checks(session, size)
            return reports, checks, await fetch(session, "/stall/stop")

    def call(variant: Variant) -> object:
        version = variant.__name__.rpartition(".")[2]
        if version not in urls:
            prepare(version, variant)
        reports, checks, stall = bench.run(measured(urls[version]))
        bench.record(BYSTANDER, sorted(checks)[ceil(0.99 * len(checks)) - 1])
        bench.record(STALL, float(str(stall)))
        bench.count(ANSWERED, answered[version])
        return reports

    try:
        yield call
    finally:
        del os.environ["UPSTREAM_URL"]


@contextmanager
def script(bench: Bench, size: int) -> Iterator[Call]:
    """A program of its own that makes one request after another."""
    upstream = bench.upstream()
    yield lambda variant: variant(upstream, range(size))


WORKLOAD = Workload(
    cases={
        "FastAPI": Case(
            before=before,
            after=after,
            alternatives={"after_to_thread": after_to_thread, "after_def": after_def},
            setup=fastapi,
            expected=lambda variant, _: {ANSWERED: 0 if variant == "before" else 10},
        )
    },
    when_not={
        "a def endpoint": Case(
            before=after_def,
            after=after,
            setup=fastapi,
            expected=lambda *_: {ANSWERED: 10},
        ),
        "a script": Case(
            before=when_not.prices,
            after=when_not.run_async,
            setup=script,
            expected=lambda _, size: {REQUESTS: size},
            sampled=(WALL,),
        ),
    },
    sizes=(1, 3, 10),
    size_unit="concurrent reports",
    reference=Reference(
        size=10,
        why="Ten people open a report within the same tenth of a second; each takes a service a tenth of a "
        "second to make.",
    ),
    sampled=(WALL, BYSTANDER, STALL),
    headline=BYSTANDER,
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
