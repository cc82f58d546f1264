"""Find out where a service spends its time by looking into the running process."""

# --8<-- [start:main]
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.profile.sampling.sampler import py_spy
from examples.profile.sampling.service import Service


@contextmanager
def profiled(service: Service, output: Path) -> Iterator[None]:
    running = "--pid", str(service.pid)
    into = "--format", "raw", "--output", str(output)
    with py_spy("record", *running, *into):
        yield


def hottest(output: Path) -> list[str]:
    """The three functions that were seen most at the top of a stack."""
    seen: Counter[str] = Counter()
    with output.open() as lines:
        for line in lines:
            stack, _, looks = line.rpartition(" ")
            name, _, _ = stack.rpartition(";")[2].partition(" ")
            seen[name] += int(looks)
    return [name for name, _ in seen.most_common(3)]


# --8<-- [end:main]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from examples.harness import demo
    from examples.profile.sampling.service import places

    with demo() as bench, TemporaryDirectory() as folder:
        with Service(bench) as service:
            service.get(["/age/100000"])
            with profiled(service, Path(folder) / "shop.txt"):
                service.get(places(100))
        named = hottest(Path(folder) / "shop.txt")
    print("remember" in named, service.restarts)
    #> True 0
