"""Run the memory of a service through one life of requests: its metrics, last errors and clients."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.harness.workload import Expected, Setup
from examples.memory.unbounded_growth import (
    after,
    after_clients,
    after_labels,
    after_recent,
    before,
    before_clients,
    before_labels,
    before_recent,
    when_not,
)
from examples.memory.unbounded_growth.traffic import ROUTES, Request, Traffic, life

ENTRIES = Quantity("entries", "entries kept", "integer", exact=True)


def containers(variant: Variant) -> Iterator[Any]:
    """What a module keeps from one call to the next."""
    for name, value in vars(variant).items():
        if isinstance(value, dict | list | deque) and not name.startswith("_"):
            yield value


def forget(variant: Variant) -> None:
    """Make a module new, so that each call is the whole life of a process."""
    for each in containers(variant):
        each.clear()


def entries(variant: Variant) -> int:
    """How much a module keeps; of lists by route, what is in them."""
    lists = {before: "durations", after: "buckets"}
    if variant in lists:
        return sum(map(len, getattr(variant, lists[variant]).values()))
    return sum(map(len, containers(variant)))


def lived(use: Callable[[Variant, Traffic], object]) -> Setup:
    """One life of so many requests, and what a module says at its end."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        traffic = life(size)

        def call(variant: Variant) -> object:
            forget(variant)
            answer = use(variant, traffic)
            if bench.counting:
                bench.count(ENTRIES, entries(variant))
            forget(variant)
            return answer

        yield call

    return setup


def durations(variant: Variant, traffic: Traffic) -> object:
    for route, microseconds in zip(traffic.routes, traffic.microseconds, strict=True):
        variant.observe(route, microseconds)
    return variant.report()


def observing(variant: Variant, traffic: Traffic) -> object:
    for route, microseconds in zip(traffic.routes, traffic.microseconds, strict=True):
        variant.observe(route, microseconds)
    return None


def errors(variant: Variant, traffic: Traffic) -> object:
    for path in traffic.paths:
        variant.note(f"{path.decode()} has failed")
    return variant.recent()


def clients(variant: Variant, traffic: Traffic) -> object:
    told = zip(traffic.clients, traffic.at, strict=True)
    return sum(variant.allow(client.decode(), now) for client, now in told)


def labels(variant: Variant, traffic: Traffic) -> object:
    for route, path, status in zip(traffic.routes, traffic.paths, traffic.statuses, strict=True):
        variant.count(Request(route, path.decode(), status))
    return variant.by_status()


@contextmanager
def job(_: Bench, size: int) -> Iterator[Call]:
    """A job that times each of its steps, and ends."""
    microseconds = life(size).microseconds
    yield lambda variant: variant(microseconds)


def kept(before: Callable[[Traffic], int], after: Callable[[Traffic], int]) -> Expected:
    """The entries at the end, by the traffic."""

    def expected(variant: str, size: int) -> Mapping[Quantity, int]:
        return {ENTRIES: (before if variant == "before" else after)(life(size))}

    return expected


def requests(traffic: Traffic) -> int:
    return len(traffic.at)


def buckets(_: Traffic) -> int:
    return len(ROUTES) * (len(after.BOUNDS) + 1)


def shown(traffic: Traffic) -> int:
    return min(after_recent.SHOWN, requests(traffic))


def distinct_clients(traffic: Traffic) -> int:
    return len(set(traffic.clients))


def clients_of_the_last_minute(traffic: Traffic) -> int:
    end = traffic.at[-1] - after_clients.WINDOW
    return len({client for client, at in zip(traffic.clients, traffic.at, strict=True) if at > end})


def paths_with_status(traffic: Traffic) -> int:
    return len(set(zip(traffic.paths, traffic.statuses, strict=True)))


def routes_with_status(traffic: Traffic) -> int:
    return len(set(zip(traffic.routes, traffic.statuses, strict=True)))


WORKLOAD = Workload(
    cases={
        "durations": Case(
            before=before, after=after, setup=lived(durations), expected=kept(requests, buckets)
        ),
        "last errors": Case(
            before=before_recent, after=after_recent, setup=lived(errors), expected=kept(requests, shown)
        ),
        "clients": Case(
            before=before_clients,
            after=after_clients,
            setup=lived(clients),
            expected=kept(distinct_clients, clients_of_the_last_minute),
        ),
        "labels": Case(
            before=before_labels,
            after=after_labels,
            setup=lived(labels),
            expected=kept(paths_with_status, routes_with_status),
        ),
    },
    when_not={
        "a job that ends": Case(before=when_not.p99_kept, after=when_not.p99_counted, setup=job),
        "observing alone": Case(before=before, after=after, setup=lived(observing), sampled=(WALL,)),
    },
    sizes=(100, 1_000, 10_000, 50_000),
    size_unit="requests",
    reference=Reference(
        size=50_000,
        why="A service with a request a second has as many in half a day, and is restarted less often.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
