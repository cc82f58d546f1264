"""Where looking is enough: the same change, alone, for four regions and for many."""

# --8<-- [start:main]
from collections.abc import Collection, Iterable


def in_list(regions: Iterable[str], served: Collection[str]) -> int:
    names = list(served)
    return sum(region in names for region in regions)


def in_set(regions: Iterable[str], served: Collection[str]) -> int:
    names = frozenset(served)
    return sum(region in names for region in regions)


# --8<-- [end:main]
if __name__ == "__main__":
    asked = ["west", "abroad", "north"]
    print(in_list(asked, ["north", "west"]), in_set(asked, ["north", "west"]))
    #> 2 2
