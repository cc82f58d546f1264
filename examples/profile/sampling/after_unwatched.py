"""Look at nothing, to see what looking costs."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples.profile.sampling.service import Service


@contextmanager
def profiled(service: Service, output: Path) -> Iterator[None]:
    output.touch()
    yield
    assert service.restarts == 0


def hottest(output: Path) -> list[str]:
    return output.read_text().split()


# --8<-- [end:main]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from examples.harness import demo
    from examples.profile.sampling.service import places

    with demo() as bench, TemporaryDirectory() as folder, Service(bench) as service:
        with profiled(service, Path(folder) / "nothing"):
            service.get(places(100))
        print(hottest(Path(folder) / "nothing"), service.restarts)
        #> [] 0
