"""Add up the rows of a sales file, with a try around a loop that is entered again."""

# --8<-- [start:main]
from collections.abc import Iterable, Sequence


def revenue(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Cents sold, and how many rows could not be read."""
    total = rejected = 0
    rest = iter(rows)
    while True:
        try:
            for row in rest:
                _, quantity, cents = row
                total += int(quantity) * int(cents)
            return total, rejected
        except ValueError:
            rejected += 1


# --8<-- [end:main]


if __name__ == "__main__":
    rows = [["A-1", "2", "1990"], ["A-2", "one", "500"], ["A-3", "1", "250"]]
    print(revenue(rows))
    #> (4230, 1)
