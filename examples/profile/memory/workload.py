"""A catalogue is loaded while each tool looks, and a service answers while it is traced."""

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from examples.harness import Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.profile.memory import after, after_frames, after_unwatched, before, when_not
from examples.profile.memory.catalogue import export, load
from examples.profile.memory.fresh import HOLDS, found
from examples.profile.memory.service import service

TOOLS: dict[str, Variant] = {"after_frames": after_frames, "after_unwatched": after_unwatched}
if sys.platform != "win32":
    from examples.profile.memory import after_memray

    TOOLS["after_memray"] = after_memray

NAMED = Quantity("named", "lines named that hold the memory, of one", "integer", exact=True)
REFERENCE = 1_000
WORDS = 200
"""Words that are asked for while the service is watched."""


@contextmanager
def loaded(bench: Bench, size: int) -> Iterator[Call]:
    """A load under each tool. Which line it names is asked in a new process, as a first load is."""
    lines = export(size)

    def call(variant: Variant) -> object:
        gc.freeze()  # what the program that measures keeps is no part of the job
        answer, _ = variant.held(load, lines)
        if bench.counting and size == REFERENCE and variant is not after_unwatched:
            [first] = found(variant, size)
            bench.count(NAMED, first.most_common(1)[0][0] == HOLDS)
        return answer

    try:
        yield call
    finally:
        gc.unfreeze()


def one_named(variant: str, size: int) -> Mapping[Quantity, int]:
    """All but the size of the process."""
    if size != REFERENCE or variant == "after_unwatched":
        return {}
    return {NAMED: int(variant != "before")}


@contextmanager
def asked(_: Bench, size: int) -> Iterator[Call]:
    """Requests to a service, traced all the time."""
    handle = service(load(export(size)))
    words = [f"{number}" for number in range(WORDS)]
    yield lambda variant: variant(lambda: [handle(word) for word in words])


@contextmanager
def whole(_: Bench, size: int) -> Iterator[Call]:
    """A load of which only the size is asked."""
    lines = export(size)
    yield lambda variant: variant(load, lines)[0]


WORKLOAD = Workload(
    cases={
        "a load": Case(
            before=before,
            after=after,
            alternatives=TOOLS,
            setup=loaded,
            expected=one_named,
        )
    },
    when_not={
        "a service that is traced": Case(
            before=when_not.untraced,
            after=when_not.traced,
            alternatives={"traced_deeply": when_not.traced_deeply},
            setup=asked,
        ),
        "only the size": Case(before=when_not.grown, after=after.held, setup=whole),
    },
    sizes=(100, 300, REFERENCE),
    size_unit="products",
    reference=Reference(
        size=REFERENCE,
        why="A worker loads the products of a shop from the export of another system when it starts.",
    ),
)
