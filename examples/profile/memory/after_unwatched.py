"""Load, and ask nothing."""

# --8<-- [start:main]
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from examples.profile.memory.catalogue import Lines

Answer = TypeVar("Answer")


def held(
    load: Callable[[Lines], Answer], lines: Lines
) -> tuple[Answer, Counter[str]]:
    return load(lines), Counter()


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.total())
    #> 500 0
