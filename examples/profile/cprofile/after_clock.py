"""Time a whole job, and know nothing of its parts."""

# --8<-- [start:main]
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from examples.profile.cprofile.found import Profile

Answer = TypeVar("Answer")


def profiled(job: Callable[[], Answer]) -> tuple[Answer, Profile]:
    found, start = Profile(), perf_counter()
    answer = job()
    found.seconds["job"] = perf_counter() - start
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.cprofile.report import export, report

    text = export(lines=400)
    answer, found = profiled(lambda: report(text))
    print(len(answer), list(found.seconds))
    #> 40 ['job']
