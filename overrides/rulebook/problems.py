"""One thing that is wrong, where it is, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNSHOWABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that end a line, steer a terminal, turn text around or belong to no text at all."""


@dataclass(frozen=True, order=True)
class Problem:
    """A finding that a contributor can act on.

    Attributes:
        path: The file or folder, relative to the project, with forward slashes.
        line: Line in the file, from 1; 0 where no line can be named.
        message: What was found, what was expected, and the remedy, in one line.
        warning: True for what should be looked at and does not fail the check.
    """

    path: str
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = f"{place}: {'warning: ' if self.warning else ''}{self.message}"
        return UNSHOWABLE.sub(lambda match: ascii(match[0])[1:-1], text)


class ProblemError(ValueError):
    """Something could not be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
