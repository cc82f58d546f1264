"""Interleaved sampling: what disturbs one round disturbs every variant of it."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from examples.harness.bench import Bench
from examples.harness.meters import cpu_seconds
from examples.harness.quantities import CPU, WALL, Quantity

CLOCK = time.get_clock_info("perf_counter")
LONG_ENOUGH = max(0.01, 1000 * CLOCK.resolution)
"""Seconds that one sample takes at least."""

SHORT = 0.1
"""Calls of fewer seconds than this are preceded by one that is not timed: collecting garbage between samples
empties the processor's caches, and a sample of one call would pay for that where a sample of ten does not."""


Name = TypeVar("Name")


LONG = 1.0
"""A first call of so many seconds needs no second one to tell that one is enough for a sample."""


@dataclass(frozen=True)
class Plan:
    """How many rounds a process takes.

    Attributes:
        rounds: As many, if time allows.
        fewest: As many in any case.
        budget: Seconds after which only the fewest are taken.
    """

    rounds: int
    fewest: int
    budget: float


QUICK = Plan(rounds=3, fewest=3, budget=0)
FULL = Plan(rounds=5, fewest=1, budget=0.5)
SEARCH = Plan(rounds=9, fewest=3, budget=1)


@dataclass
class Samples:
    """What was sampled of one variant; every list has one value a round.

    Attributes:
        loops: How many calls one value is the mean of.
        short: Whether each sample begins with a call that is not timed.
        values: By quantity.
    """

    loops: int
    short: bool
    values: dict[Quantity, list[float]] = field(default_factory=dict)


def calibrate(call: Callable[[], object]) -> Samples:
    """How to sample a call: as many loops as make a sample that is long enough."""
    start = time.perf_counter()
    call()  # the first one connects, imports and fills caches, and says nothing of the others
    if time.perf_counter() - start >= LONG:
        return Samples(1, short=False)
    loops = 1
    while True:
        start = time.perf_counter()
        for _ in range(loops):
            call()
        elapsed = time.perf_counter() - start
        if elapsed >= LONG_ENOUGH:
            return Samples(loops, short=elapsed / loops < SHORT)
        wanted = loops * LONG_ENOUGH / max(elapsed, CLOCK.resolution)
        loops = min(loops * 10, max(loops + 1, math.ceil(wanted * 1.2)))


def order(names: Iterable[Name], turn: int) -> list[Name]:
    """The order of one round: every other round runs backwards."""
    names = list(names)
    return names[::-1] if turn % 2 else names


def sample(
    bench: Bench,
    calls: Mapping[str, Callable[[], object]],
    quantities: Collection[Quantity],
    plan: Plan,
) -> dict[str, Samples]:
    """Sample each call in rounds.

    Args:
        bench: Where the calls record what they measure themselves.
        calls: By the name of the variant.
        quantities: What to keep; each that the harness does not take must be recorded by every call.
        plan: How many rounds.

    Raises:
        ValueError: A call did not record a quantity that is to be sampled.
    """
    with bench.calling():
        samples = {name: calibrate(call) for name, call in calls.items()}
    start = time.monotonic()
    for turn in range(plan.rounds):
        if turn >= plan.fewest and time.monotonic() - start > plan.budget:
            break
        for name in order(calls, turn):
            taken = _one(bench, calls[name], samples[name])
            for quantity in quantities:
                if quantity not in taken:
                    raise ValueError(
                        f"{name}: the call recorded no {quantity.name!r}, which the workload samples; "
                        "call bench.record(…) in it"
                    )
                samples[name].values.setdefault(quantity, []).append(taken[quantity])
    return samples


def _one(bench: Bench, call: Callable[[], object], how: Samples) -> dict[Quantity, float]:
    gc.collect()
    totals: dict[Quantity, float] = {}
    pids = bench.pids
    with bench.calling() as recorded:
        if how.short:
            call()
        cpu = cpu_seconds(pids)
        start = time.perf_counter()
        for _ in range(how.loops):
            call()
            for quantity, value in recorded.items():
                totals[quantity] = totals.get(quantity, 0.0) + value
        totals[WALL] = time.perf_counter() - start
        totals[CPU] = cpu_seconds(pids) - cpu
    return {quantity: value / how.loops for quantity, value in totals.items()}
