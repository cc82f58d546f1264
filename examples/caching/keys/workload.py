"""Requests for "customers also bought" to four workers, which share a cache if their keys agree."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from examples.caching.keys import after, before, before_text, when_not
from examples.caching.keys.digests import DIGESTS, KeyOf
from examples.caching.keys.process import processes
from examples.caching.shared import after as cached
from examples.caching.shared.workload import WORKERS, asks
from examples.caching.shared.workload import service as four_workers
from examples.caching.shop.traffic import products_asked_for
from examples.caching.shop.worker import Worker
from examples.harness import QUERIES, Bench, Call, Case, Link, Quantity, Reference, Variant, Workload

FILTERS = {f"field {number}": [f"value {number}", number, None] for number in range(12)}


def generation(number: int, size: int, deployments: int) -> int:
    """Which of the four workers' processes answer a request: those before, or after a deployment."""
    return number * (deployments + 1) // size


@contextmanager
def service(bench: Bench, size: int, *, deployments: int = 0) -> Iterator[Call]:
    """Four workers take turns; the keys of each are made by a process of its own, and its successors."""
    with processes(WORKERS * (deployments + 1)) as makers, four_workers(bench, size) as call:

        def with_keys(variant: Variant) -> object:
            module = variant.__name__.rpartition(".")[2]
            numbers = count()

            async def also_bought(worker: Worker, product_id: int) -> list[str]:
                number = next(numbers)
                maker = makers[WORKERS * generation(number, size, deployments) + number % WORKERS]
                key = maker.key(module, product_id, language="en")
                worker = replace(worker, key_prefix=f"{worker.key_prefix}:{key}")
                return await cached.also_bought(worker, product_id)

            return call(also_bought)

        yield with_keys


def expected(variant: str, size: int, *, deployments: int = 0) -> Mapping[Quantity, int]:
    """Keys that agree miss once for each product, others once for each product and process."""
    asked = [
        (product_id, number % WORKERS, generation(number, size, deployments))
        for number, product_id in enumerate(products_asked_for(size))
    ]
    misses = len(set(asked)) if variant == "before" else len({product_id for product_id, *_ in asked})
    return asks(size, hits=size - misses, commands=size + misses)


@contextmanager
def making(_: Bench, size: int, *, long: bool = False) -> Iterator[Call]:
    """Nothing but the keys; the answer is how many different ones there are."""
    products = products_asked_for(size)
    asked: dict[str, Any] = {"filters": FILTERS} if long else {"language": "en"}

    def call(key_of: KeyOf) -> object:
        return len({key_of("also-bought", product_id, **asked) for product_id in products})

    yield call


@contextmanager
def in_process(_: Bench, size: int) -> Iterator[Call]:
    """A dictionary of answers in one process, empty at first."""
    products = products_asked_for(size)

    def call(kind: type[when_not.InProcess]) -> object:
        label = kind(lambda product_id, language: f"{language}: {product_id}")
        return [label(product_id, "en") for product_id in products]

    yield call


WORKLOAD = Workload(
    cases={
        "four workers": Case(before=before, after=after, setup=service, expected=expected),
        "four workers and a deployment": Case(
            before=before,
            after=after,
            setup=partial(service, deployments=1),
            expected=partial(expected, deployments=1),
        ),
    },
    when_not={
        "a dictionary in the process": Case(
            before=when_not.InProcess, after=when_not.InProcessByText, setup=in_process
        ),
        "making the key": Case(
            before=before.key_of,
            after=after.key_of,
            alternatives={"text": before_text.key_of, **DIGESTS},
            setup=making,
        ),
        "making a long key": Case(
            before=before_text.key_of,
            after=after.key_of,
            alternatives=DIGESTS,
            setup=partial(making, long=True),
        ),
    },
    sizes=(1, 10, 100),
    size_unit="requests",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why="Four processes get a request every three seconds, for the five minutes that an answer is kept.",
    ),
    headline=QUERIES,
    links=(Link(rtt_ms=0.5),),
)
