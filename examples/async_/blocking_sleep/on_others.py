"""What ten other calls come to, each given 0.4 s, while one coroutine pauses for 0.5 s."""

# --8<-- [start:main]
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable

import httpx


def nap() -> None:
    time.sleep(0.5)


async def pause_blocking() -> None:
    nap()


async def pause() -> None:
    await asyncio.sleep(0.5)


async def other_call(client: httpx.AsyncClient) -> str:
    try:
        async with asyncio.timeout(0.4):  # the answer takes 0.15
            response = await client.get("/items/7?ms=150")
            return response.reason_phrase
    except TimeoutError:
        return "TimeoutError"


async def on_others(upstream: str, pause: Callable[[], Awaitable[None]]) -> str:
    count = 0
    all_sent = asyncio.Event()

    async def sent(*_: object) -> None:
        nonlocal count
        count += 1
        if count == 10:
            all_sent.set()

    hooks = {"request": [sent]}
    async with httpx.AsyncClient(base_url=upstream, event_hooks=hooks) as client:
        others = [asyncio.create_task(other_call(client)) for _ in range(10)]
        await all_sent.wait()
        await asyncio.sleep(0.01)  # all are on their way, none is answered
        await pause()
        return str(dict(Counter(await asyncio.gather(*others))))


async def main(upstream: str) -> None:
    print("asyncio.sleep:", await on_others(upstream, pause))
    #> asyncio.sleep: {'OK': 10}
    print("time.sleep:", await on_others(upstream, pause_blocking))
    #> time.sleep: {'TimeoutError': 10}


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        asyncio.run(main(bench.upstream()))
