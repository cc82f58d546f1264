"""Add up the rows of a sales file, with one try around the loop."""

# --8<-- [start:main]
from collections.abc import Iterable, Sequence


def revenue(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Cents sold before the first bad row, and if there was one."""
    total = rejected = 0
    try:
        for row in rows:
            _, quantity, cents = row
            total += int(quantity) * int(cents)
    except ValueError:
        rejected += 1
    return total, rejected


# --8<-- [end:main]


if __name__ == "__main__":
    rows = [["A-1", "2", "1990"], ["A-2", "one", "500"], ["A-3", "1", "250"]]
    print(revenue(rows))  # the third row is lost
    #> (3980, 1)
