"""Add up the rows of a sales file in which many cells are empty."""

from collections.abc import Iterable, Sequence


def revenue(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Cents sold, and how many rows could not be read."""
    total = rejected = 0
    for row in rows:
        try:
            _, quantity, cents = row
            if cents == "":  # int("") would raise, which costs more
                rejected += 1
            else:
                total += int(quantity) * int(cents)
        except ValueError:
            rejected += 1
    return total, rejected


if __name__ == "__main__":
    rows = [["A-1", "2", "1990"], ["A-2", "1", ""], ["A-3", "one", "250"]]
    print(revenue(rows))
    #> (3980, 2)
