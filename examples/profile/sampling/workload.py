"""Requests to a service on uvicorn while its operator looks for what makes it slow."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]

from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.harness.meters import cpu_seconds
from examples.profile.sampling import after, after_unwatched, before, when_not
from examples.profile.sampling.service import Service, places

ALL_CPU = Quantity("all_cpu", "CPU time, the profiler's included", "second", exact=False)
RESTARTS = Quantity("restarts", "restarts of the service", "integer", exact=True)
NAMED = Quantity("named", "slow functions named, of one", "integer", exact=True)
WEEKS = "/age/100000"
"""After this `remember` takes most of a request's time."""
ENOUGH = 100
"""Requests that take so long then that a hundred looks a second see it many times."""


def samplers() -> set[int]:
    """The process ids of those that run as children of this process."""
    return {child.pid for child in psutil.Process().children() if child.name() == "py-spy"}


@contextmanager
def uvicorn(bench: Bench, size: int, **environment: str) -> Iterator[Call]:
    """A process for each variant, young and looked at all the time; counted is one look at an old one."""
    running: dict[str, tuple[Service, set[int]]] = {}
    with TemporaryDirectory() as folder, ExitStack() as stack:

        def looked_at(variant: Variant) -> tuple[Service, set[int]]:
            name = variant.__name__
            if name not in running:
                service = stack.enter_context(Service(bench, **environment))
                service.get(["/age/0"])
                others = samplers()
                stack.enter_context(variant.profiled(service, Path(folder) / name))
                running[name] = service, samplers() - others
            return running[name]

        def call(variant: Variant) -> object:
            if bench.counting:
                return counted(bench, variant, size, Path(folder))
            service, looking = looked_at(variant)
            pids = {service.pid, *looking}
            start = cpu_seconds(pids)
            answers = service.get(places(size))
            bench.record(ALL_CPU, cpu_seconds(pids) - start)
            return answers

        yield call


def counted(bench: Bench, variant: Variant, size: int, folder: Path) -> object:
    """What one look at a service costs that has run for weeks, and what it finds."""
    output = folder / variant.__name__
    with Service(bench) as service:
        service.get([WEEKS])
        with variant.profiled(service, output):
            answers = service.get(places(min(size, ENOUGH)))
        bench.count(RESTARTS, service.restarts)
    bench.count(NAMED, "remember" in variant.hottest(output))
    return answers


def one_look(variant: str, _: int) -> Mapping[Quantity, int]:
    """Under cProfile it is a young process that is looked at."""
    return {
        "before": {RESTARTS: 2, NAMED: 0},
        "after": {RESTARTS: 0, NAMED: 1},
        "unwatched": {},
    }[variant]


@contextmanager
def no_processor_to_spare(bench: Bench, size: int) -> Iterator[Call]:
    """Each processor has something else to do as well."""
    with ExitStack() as stack:
        for _ in range(os.cpu_count() or 1):
            neighbor = stack.enter_context(subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]))
            stack.callback(neighbor.kill)
        yield stack.enter_context(uvicorn(bench, size))


WORKLOAD = Workload(
    cases={
        "Starlette on uvicorn": Case(
            before=before,
            after=after,
            alternatives={"unwatched": after_unwatched},
            setup=uvicorn,
            expected=one_look,
        )
    },
    when_not={
        "a hundred threads": Case(
            before=after_unwatched,
            after=after,
            alternatives={"nonblocking": when_not},
            setup=partial(uvicorn, IDLE_THREADS="100"),  # they wait for something that does not come
            sampled=(WALL,),
        ),
        "no processor to spare": Case(
            before=after_unwatched,
            after=after,
            alternatives={"nonblocking": when_not},
            setup=no_processor_to_spare,
            sampled=(WALL,),
        ),
    },
    sizes=(100, 200, 300),
    size_unit="requests",
    reference=Reference(
        size=100,
        why="A busy service answers a hundred small requests over ten connections while it is looked into.",
    ),
    sampled=(WALL, ALL_CPU),
)
