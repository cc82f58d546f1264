"""Runs a rule's pair in a Python that can start no server, as in a reader's browser.

Inputs, answers and exact counts are those of the workload. Memory and time are taken once each, for what
they are: what this interpreter takes on this machine just now, and no evidence. What is imported here needs
nothing but the standard library.
"""

from __future__ import annotations

import cProfile
import importlib
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial

from examples.harness.bench import Bench
from examples.harness.meters import peak_memory
from examples.harness.quantities import PEAK_MEMORY, WALL, Quantity
from examples.harness.services.shared import Services
from examples.harness.workload import Workload, shown

CALLS = Quantity("calls", "function calls", "integer", exact=True)

Event = dict[str, object]


def run(workload: str, size: int, send: Callable[[str], object]) -> None:
    """Run before and after of a workload's first case, and send each finding as soon as it is there.

    Args:
        workload: The module that defines `WORKLOAD`.
        size: How large the input is; need not be one of the workload's sizes.
        send: Is given JSON objects. The first has `equal` and `answers`, those of before and after in short;
            the others have `quantity` and `values`. If anything is raised, the last one has `error`, the
            traceback.
    """
    try:
        for event in _events(importlib.import_module(workload).WORKLOAD, size):
            send(json.dumps(event))
    except BaseException:  # the code may have been edited, and may exit as well
        send(json.dumps({"error": traceback.format_exc()}))


def forget() -> None:
    """Have the files of rules imported anew: somebody may have edited them."""
    for name in [*sys.modules]:
        if name.startswith("examples.") and not name.startswith("examples.harness"):
            del sys.modules[name]
    importlib.invalidate_caches()


def _events(workload: Workload, size: int) -> Iterator[Event]:
    case = next(iter(workload.cases.values()))
    pair = (case.before, case.after)
    counted = {**case.expected("before", size), **case.expected("after", size)}
    with Services() as services:
        with Bench(services, counting=bool(counted)) as bench, case.setup(bench, size) as call:
            with bench.calling():
                before, after = map(call, pair)
            yield {"equal": before == after, "answers": [shown(before), shown(after)]}
            # After the first calls: what is set up once is no call's.
            counts = [_counts(bench, partial(call, variant)) for variant in pair] if counted else []
        for quantity in counted:
            yield _found(quantity, [each[quantity.name] for each in counts])
        # What counts for the workload costs calls, memory and time itself, so that is over.
        with Bench(services) as bench, case.setup(bench, size) as call, bench.calling():
            calls = [partial(call, variant) for variant in pair]
            yield _found(CALLS, list(map(_function_calls, calls)))
            yield _found(PEAK_MEMORY, list(map(peak_memory, calls)))
            yield _found(WALL, list(map(_seconds, calls)))


def _found(quantity: Quantity, values: Sequence[float]) -> Event:
    return {"quantity": asdict(quantity), "values": values}


def _counts(bench: Bench, call: Callable[[], object]) -> Counter[str]:
    bench.reset_counts()
    with bench.calling():
        call()
    return bench.counts()


def _function_calls(call: Callable[[], object]) -> int:
    """How many functions one call enters, those of C and the resumption of generators included."""
    with cProfile.Profile() as nothing:
        pass  # but what ends a profile
    with cProfile.Profile() as profile:
        call()
    return _entered(profile) - _entered(nothing)


def _entered(profile: cProfile.Profile) -> int:
    return sum(entry.callcount for entry in profile.getstats())


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
