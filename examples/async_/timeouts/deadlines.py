"""What a deadline does, and what it leaves behind."""

import asyncio
import threading
from contextlib import suppress

import aiohttp
import httpx


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take whatever comes, and answer nothing."""
    opened.append(writer)
    with suppress(ConnectionError):
        while await reader.read(1024):
            pass
    closed.append(writer)
    writer.close()


opened: list[asyncio.StreamWriter] = []
closed: list[asyncio.StreamWriter] = []


async def three_calls_that_time_out(url: str) -> None:
    async with httpx.AsyncClient() as client, aiohttp.ClientSession() as session:
        for _ in range(3):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.get(url)
        for _ in range(3):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05), session.get(url):
                    pass
        await asyncio.sleep(0.01)
        print(f"connections opened: {len(opened)}, closed: {len(closed)}")


async def nested() -> str:
    async def with_fallback() -> str:
        try:
            async with asyncio.timeout(10):
                await asyncio.sleep(20)
        except TimeoutError:
            return "fallback"
        return "answer"

    try:
        async with asyncio.timeout(0.05):
            return await with_fallback()
    except TimeoutError:
        return "the outer deadline, past the fallback"


async def slow_to_let_go() -> list[str]:
    happened = []

    async def call() -> None:
        try:
            await asyncio.sleep(20)
        finally:
            await asyncio.sleep(0.1)
            happened.append("cleaned up")

    try:
        await asyncio.wait_for(call(), 0.05)
    except TimeoutError:
        happened.append("TimeoutError")
    return happened


async def in_a_thread() -> bool:
    """Whether the thread still works after the deadline."""
    end = threading.Event()
    done: list[bool] = []
    try:
        async with asyncio.timeout(0.05):
            await asyncio.to_thread(lambda: done.append(end.wait()))
    except TimeoutError:
        works = not done
        end.set()
        return works
    return False


async def main() -> None:
    async with await asyncio.start_server(hang, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        await three_calls_that_time_out(f"http://{host}:{port}")
        #> connections opened: 6, closed: 6
    print(await nested())
    #> the outer deadline, past the fallback
    print(await slow_to_let_go())
    #> ['cleaned up', 'TimeoutError']
    print("the thread still works:", await in_a_thread())
    #> the thread still works: True


if __name__ == "__main__":
    asyncio.run(main())
