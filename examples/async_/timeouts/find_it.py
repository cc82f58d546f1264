"""Lets a service hang, and looks at the pool of httpx: during the outage, and after deadlines of each kind.

`python -m examples.async_.timeouts.find_it`
"""

import asyncio
from contextlib import AsyncExitStack, suppress

import httpx

CONNECTIONS, CALLS = 10, 80
LIMITS = httpx.Limits(max_connections=CONNECTIONS)


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take whatever comes, and answer nothing."""
    with suppress(ConnectionError):
        while await reader.read(1024):
            pass
    writer.close()


def pool(client: httpx.AsyncClient) -> str:
    """What httpcore says of its pool; the attributes are private, so for looking only."""
    return repr(client._transport._pool)  # type: ignore[attr-defined]


async def outage(url: str) -> str:
    async with httpx.AsyncClient(limits=LIMITS) as client:
        calls = [asyncio.create_task(client.get(url)) for _ in range(CALLS)]
        await asyncio.sleep(0.2)
        seen = pool(client)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
    return seen


async def after_deadlines(url: str, *, slots: asyncio.Semaphore | None) -> str:
    """Many calls that end by `asyncio.timeout`, behind a limit below the pool's or not."""

    async def call(client: httpx.AsyncClient) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1), AsyncExitStack() as stack:
                if slots:
                    await stack.enter_async_context(slots)
                await client.get(url)

    async with httpx.AsyncClient(limits=LIMITS) as client:
        for _ in range(2):
            await asyncio.gather(*(call(client) for _ in range(CALLS)))
        return pool(client)


async def main() -> str:
    async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        url = f"http://{host}:{port}"
        return "\n".join(
            [
                "during the outage",
                await outage(url),
                "all calls have ended by asyncio.timeout",
                await after_deadlines(url, slots=None),
                "the same behind a semaphore of five",
                await after_deadlines(url, slots=asyncio.Semaphore(5)),
                "",
            ]
        )


if __name__ == "__main__":
    print(asyncio.run(main()), end="")
