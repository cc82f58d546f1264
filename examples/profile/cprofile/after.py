"""Profile a job by looking at its stack every millisecond."""

# --8<-- [start:main]
import signal
from collections.abc import Callable
from time import perf_counter
from traceback import walk_stack
from types import FrameType
from typing import TypeVar

from examples.profile.cprofile.found import Profile

Answer = TypeVar("Answer")


def profiled(job: Callable[[], Answer]) -> tuple[Answer, Profile]:
    found, last = Profile(), perf_counter()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        passed, last = perf_counter() - last, perf_counter()
        for name in {f.f_code.co_qualname for f, _ in walk_stack(frame)}:
            found.seconds[name] += passed

    previous = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        return job(), found
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.cprofile.report import export, report

    text = export(lines=20_000)
    answer, found = profiled(lambda: report(text))
    print(len(answer), {"read", "revenue"} <= found.seconds.keys())
    #> 40 True
