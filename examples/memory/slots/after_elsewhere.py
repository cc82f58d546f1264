"""The same two with slots: a class of shared values, and one of many fields."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass


@dataclass(slots=True)
class Cell:
    row: int
    column: int
    mine: bool
    shown: bool = False


def grid(cells: int) -> list[Cell]:
    """A game's field, a hundred cells to a row: each value exists once."""
    return [Cell(n // 100 % 100, n % 100, n % 7 == 0) for n in range(cells)]


QUESTIONS = [f"q{number}" for number in range(1, 33)]
Answers = make_dataclass("Answers", QUESTIONS, slots=True)


def survey(people: int) -> list[object]:
    """Answers to thirty-two questions, each on a scale from one to five."""
    scale = [1, 2, 3, 4, 5] * 8
    return [Answers(*scale[n % 5 : n % 5 + 32]) for n in range(people)]


if __name__ == "__main__":
    print(grid(1))
    #> [Cell(row=0, column=0, mine=True, shown=False)]
    print(hasattr(survey(1)[0], "__dict__"))
    #> False
