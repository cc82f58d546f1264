"""Find out where a service spends its time by a restart under cProfile."""

# --8<-- [start:main]
import pstats
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.profile.sampling.service import Service


@contextmanager
def profiled(service: Service, output: Path) -> Iterator[None]:
    service.restart("-m", "cProfile", "-o", str(output))
    try:
        yield
    finally:
        service.restart()  # the old process writes the file as it ends


def hottest(output: Path) -> list[str]:
    """The three functions with the most time of their own."""
    found = pstats.Stats(str(output)).get_stats_profile().func_profiles
    by_time = sorted(found, key=lambda name: -found[name].tottime)
    return by_time[:3]


# --8<-- [end:main]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from examples.harness import demo
    from examples.profile.sampling.service import places

    with demo() as bench, TemporaryDirectory() as folder:
        with Service(bench) as service:
            service.get(["/age/100000"])
            with profiled(service, Path(folder) / "shop.prof"):
                service.get(places(100))
        named = hottest(Path(folder) / "shop.prof")
    print("remember" in named, service.restarts)
    #> False 2
