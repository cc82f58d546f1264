"""Load, and ask nothing."""

# --8<-- [start:main]
from collections import Counter

from examples.profile.memory.found import Answer, Held, Lines, Load


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    return load(lines), Counter[str]()


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.total())
    #> 500 0
