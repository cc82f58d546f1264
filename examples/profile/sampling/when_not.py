"""Look into the running process without stopping it."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.profile.sampling.after import hottest
from examples.profile.sampling.sampler import py_spy
from examples.profile.sampling.service import Service


@contextmanager
def profiled(service: Service, output: Path) -> Iterator[None]:
    running = "--pid", str(service.pid), "--nonblocking"
    into = "--format", "raw", "--output", str(output)
    with py_spy("record", *running, *into):
        yield


# --8<-- [end:main]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from examples.harness import demo
    from examples.profile.sampling.service import places

    with demo() as bench, TemporaryDirectory() as folder, Service(bench) as service:
        service.get(["/age/100000"])
        with profiled(service, Path(folder) / "shop.txt"):
            service.get(places(100))
        print("remember" in hottest(Path(folder) / "shop.txt"))
        #> True
