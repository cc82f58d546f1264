"""Profile a job with cProfile, and take its seconds at their word."""

# --8<-- [start:main]
import cProfile
from collections.abc import Callable
from types import CodeType
from typing import TypeVar

from examples.profile.cprofile.found import Profile

Answer = TypeVar("Answer")


def profiled(job: Callable[[], Answer]) -> tuple[Answer, Profile]:
    found = Profile()
    with cProfile.Profile() as profile:
        answer = job()
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):
            name = entry.code.co_qualname
            found.seconds[name] = entry.totaltime
            found.calls[name] = entry.callcount
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.cprofile.report import export, report

    text = export(lines=400)
    answer, found = profiled(lambda: report(text))
    print(len(answer), found.calls["gross"], found.calls["percent_of"])
    #> 40 800 800
