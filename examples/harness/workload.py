"""What a rule's `workload.py` tells the harness: what to call, at which sizes, and what to count."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from examples.harness.quantities import WALL, Quantity

if TYPE_CHECKING:
    from examples.harness.bench import Bench

Variant = Any
"""What is called: usually one of the modules `before` and `after`, which share their functions' names."""

Call = Callable[[Variant], object]
"""Run one variant once and give its answer, which must be equal for every variant."""

Setup = Callable[["Bench", int], AbstractContextManager[Call]]
"""Make everything that a call needs at one size, outside the measured time, and take it down again."""

Expected = Callable[[str, int], Mapping[Quantity, int]]
"""The exact counts of one call: `expected("before", 100) == {QUERIES: 101}`."""


@dataclass(frozen=True)
class Link:
    """The network between the code and its server, as a declared dial.

    Attributes:
        rtt_ms: Round-trip time added, in milliseconds; 0 means straight over loopback.
        mbit_s: Bandwidth in each direction, in megabits a second; None means unlimited.
    """

    rtt_ms: float = 0.0
    mbit_s: float | None = None


def nothing(_variant: str, _size: int) -> Mapping[Quantity, int]:
    """No counts."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One pair that is compared: a stack's tab, or the situation in which the fix does not pay.

    Attributes:
        before: What people write.
        after: The fix, which gives the same answer.
        setup: Yields the call to measure.
        expected: The exact counts of one call; left out where nothing can be counted.
        alternatives: Competing fixes by name, measured beside the two.
        sampled: What is sampled of this case, where it has not all that the workload samples.
    """

    before: Variant
    after: Variant
    setup: Setup
    expected: Expected = nothing
    alternatives: Mapping[str, Variant] = field(default_factory=dict)
    sampled: tuple[Quantity, ...] | None = None

    @property
    def variants(self) -> dict[str, Variant]:
        """Every variant by the name that results and pages use: before first, after second."""
        return {"before": self.before, "after": self.after, **self.alternatives}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The workload from which the rule's impact is computed.

    Attributes:
        size: One of the workload's sizes.
        link: One of the workload's links.
        why: One sentence: who has a workload of this size on such a network.
    """

    size: int
    link: Link = Link()
    why: str


@dataclass(frozen=True, kw_only=True)
class Workload:
    """Everything that the harness must know of a rule.

    Attributes:
        cases: The pairs by stack name; the first is the one that the headline quotes.
        when_not: Pairs, by name, in which the fix does not pay.
        sizes: At least three, ascending, one of them below the break-even where there is one.
        size_unit: What a size counts, in the plural: "orders".
        reference: The size and link from which impact is computed.
        headline: The quantity whose ratio before/after is the rule's claim.
        sampled: The quantities that are sampled; wall time always is.
        links: The network conditions to measure under; one without delay for local work.
        parallel: Whether the claim needs two cores; then nothing is recorded where the machine has one.
        instructions: Whether to count executed instructions at the reference size: for work of the CPU alone.
    """

    cases: Mapping[str, Case]
    when_not: Mapping[str, Case] = field(default_factory=dict)
    sizes: tuple[int, ...]
    size_unit: str
    reference: Reference
    headline: Quantity = WALL
    sampled: tuple[Quantity, ...] = (WALL,)
    links: tuple[Link, ...] = (Link(),)
    parallel: bool = False
    instructions: bool = False

    def __post_init__(self) -> None:
        if len(self.sizes) < 3 or list(self.sizes) != sorted(set(self.sizes)):
            raise ValueError(f"sizes must be three or more, ascending; got {self.sizes}")
        if self.reference.size not in self.sizes:
            raise ValueError(f"reference size {self.reference.size} is not among {self.sizes}")
        if self.reference.link not in self.links:
            raise ValueError(f"reference link {self.reference.link} is not among {self.links}")
        if WALL not in self.sampled:
            raise ValueError("wall time is always sampled; add WALL to `sampled`")
        if not self.headline.exact and self.headline not in self.sampled:
            raise ValueError(f"headline {self.headline.name!r} is not among the sampled quantities")
        if names := self.cases.keys() & self.when_not.keys():
            raise ValueError(f"a case and a when-not share the name {names.pop()!r}")
        for name, case in {**self.cases, **self.when_not}.items():
            if case.sampled is not None and not {WALL} <= set(case.sampled) <= set(self.sampled):
                raise ValueError(
                    f"case {name!r}: `sampled` must hold WALL and nothing that the workload lacks"
                )


def shown(answer: object) -> str:
    """An answer as code, short enough to be read."""
    short = reprlib.Repr()
    short.maxlist = short.maxdict = short.maxtuple = short.maxset = 8
    short.maxstring = short.maxother = 300
    return short.repr(answer)
