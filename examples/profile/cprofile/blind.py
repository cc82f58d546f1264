"""What cProfile makes of threads, of a second profiler, and of waiting in asyncio."""

import asyncio
import cProfile
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from types import CodeType


def work() -> int:
    return sum(map(cost, range(1_000)))


def cost(number: int) -> int:
    return number % 7


async def fetch() -> None:
    await asyncio.sleep(0.02)
    await asyncio.sleep(0.02)


def calls(job: Callable[[], object], *names: str) -> dict[str, int]:
    """How often cProfile has seen each of these functions called."""
    with cProfile.Profile() as profile:
        job()
    seen = dict.fromkeys(names, 0)
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType) and entry.code.co_name in seen:
            seen[entry.code.co_name] += entry.callcount
    return seen


def in_a_new_thread() -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


def in_a_running_thread() -> dict[str, int]:
    """A pool's worker that was there before the profile, as those of a web server are."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
        return calls(lambda: pool.submit(work).result(), "work", "cost")


def two_requests() -> str:
    """Two threads that profile a request each, at the same time."""
    first_is_on, second_is_done = Event(), Event()

    def first() -> None:
        with cProfile.Profile():
            first_is_on.set()
            second_is_done.wait()

    thread = Thread(target=first)
    thread.start()
    first_is_on.wait()
    try:
        with cProfile.Profile():
            return "both profiled"
    except ValueError as error:
        return f"ValueError: {error}"
    finally:
        second_is_done.set()
        thread.join()


def awaited() -> tuple[int, bool]:
    """Calls of a coroutine that awaits twice, and whether its waiting is in its cumulative time."""
    with cProfile.Profile() as profile:
        asyncio.run(fetch())
    entry = next(one for one in profile.getstats() if getattr(one.code, "co_name", "") == "fetch")
    return entry.callcount, entry.totaltime > 0.02


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    print("in a new thread:      ", calls(in_a_new_thread, "work", "cost"))
    print("in a running thread:  ", in_a_running_thread())
    print("two profiles at once: ", two_requests())
    print("calls of a coroutine that awaits twice, waiting included: ", *awaited())
