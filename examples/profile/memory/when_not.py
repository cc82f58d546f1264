"""A service that is traced all the time, and the size of a process without lines."""

# --8<-- [start:main]
import tracemalloc
from collections.abc import Callable

from examples.profile.memory.found import Answer, Lines, Load
from examples.profile.memory.process import rss


def untraced(serve: Callable[[], Answer]) -> Answer:
    return serve()


def traced(serve: Callable[[], Answer], frames: int = 1) -> Answer:
    tracemalloc.start(frames)
    try:
        return serve()
    finally:
        tracemalloc.stop()


def traced_deeply(serve: Callable[[], Answer]) -> Answer:
    return traced(serve, frames=25)


def grown(load: Load[Answer], lines: Lines) -> tuple[Answer, int]:
    """The answer, and by how much the process grew."""
    before = rss()
    return load(lines), rss() - before


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, size = grown(load, export(products=500))
    print(len(catalogue.cents), size >= 0)
    #> 500 True
