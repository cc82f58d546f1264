"""What a profile finds, whichever tool takes it."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Profile:
    """By function: seconds in it and in what it called, and calls where they are known."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: dict[str, int] = field(default_factory=dict)
