"""Starts the job, and says where its tasks wait; then what an unbounded job costs the pool of httpx.

`python -m examples.async_.bounded_concurrency.find_it`
"""

import asyncio
from collections import Counter

import aiohttp
import httpcore

from examples.async_.bounded_concurrency.before import prices
from examples.harness import demo


def waiting() -> Counter[str]:
    """How many tasks wait, by the coroutine that they run and the innermost function of it."""
    found: Counter[str] = Counter()
    for task in asyncio.all_tasks():
        coroutine = task.get_coro()
        if frames := task.get_stack():
            name = getattr(coroutine, "__qualname__", "?")
            found[f"{name} in {innermost(coroutine, frames[-1].f_code.co_name)}"] += 1
    return found


def innermost(awaited: object, name: str) -> str:
    """Follow what a suspended coroutine awaits down to the last one with a frame."""
    while (inner := getattr(awaited, "cr_await", None)) is not None and hasattr(inner, "cr_code"):
        awaited, name = inner, inner.cr_code.co_qualname
    return name


async def snapshot(upstream: str) -> list[str]:
    async with aiohttp.ClientSession(upstream) as session:
        job = asyncio.create_task(prices(session, range(500)))
        await asyncio.sleep(0.05)
        found = waiting()
        await job
    return [f"{count:>4} tasks: {where}" for where, count in found.most_common(3)]


class Connection(httpcore.AsyncHTTPConnection):
    """Counts how often its pool asks whether it can take a request."""

    asked = 0

    def can_handle_request(self, origin: httpcore.Origin) -> bool:
        Connection.asked += 1
        return super().can_handle_request(origin)


class Pool(httpcore.AsyncConnectionPool):
    """The pool of `httpx`, as large as there."""

    def __init__(self) -> None:
        super().__init__(max_connections=100, max_keepalive_connections=20)

    def create_connection(self, origin: httpcore.Origin) -> Connection:
        return Connection(origin)


async def looked_at(upstream: str, calls: int, limit: int) -> int:
    """How many connections the pool looks at for as many calls, so many at a time."""
    Connection.asked = 0
    left = iter(range(calls))
    async with Pool() as pool:

        async def work() -> None:
            for item in left:
                await pool.request("GET", f"{upstream}/items/{item}?ms=5")

        await asyncio.gather(*(work() for _ in range(limit)))
    return Connection.asked


if __name__ == "__main__":
    with demo() as bench:
        url = bench.upstream()
        lines = asyncio.run(snapshot(url))
        lines += ["", "httpx, connections looked at"]
        for calls, limit in ((100, 20), (150, 20), (100, 100), (150, 150)):
            how = "all at once" if limit == calls else f"{limit} workers"
            lines.append(f"{calls:>4} calls, {how:<11} {asyncio.run(looked_at(url, calls, limit)):>8,}")
    print(*lines, sep="\n")
