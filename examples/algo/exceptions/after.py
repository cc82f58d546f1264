"""Add up the rows of a sales file, with one try around the loop."""

from collections.abc import Iterable, Sequence


def revenue(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Cents sold up to the first row that cannot be read, and whether there was one."""
    total = rejected = 0
    try:
        for row in rows:
            _, quantity, cents = row
            total += int(quantity) * int(cents)
    except ValueError:
        rejected += 1
    return total, rejected


if __name__ == "__main__":
    rows = [["A-1", "2", "1990"], ["A-2", "one", "500"], ["A-3", "1", "250"]]
    print(revenue(rows))  # the third row is lost
    #> (3980, 1)
