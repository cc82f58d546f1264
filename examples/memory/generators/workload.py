"""Total a CSV export of orders from disk, as a nightly report does."""

import random
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.harness import PEAK_MEMORY, WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload
from examples.memory.generators import after, before, when_not

ORDERS_HELD = Quantity("orders_held", "order objects alive at once", "integer", exact=True)


def write_export(path: Path, rows: int) -> None:
    """An export as a shop system writes it: six columns, of which the report needs three."""
    pick = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("order,placed,customer,country,status,cents\r\n")
        for number in range(rows):
            placed = f"2026-03-{pick.randint(1, 31):02}T{pick.randint(0, 23):02}:{pick.randint(0, 59):02}:00Z"
            customer = f"customer-{pick.randrange(100_000):05}@example.org"
            country = pick.choice(("AT", "DE", "FR", "PT"))
            status = pick.choice(("paid", "paid", "paid", "open"))
            file.write(f"{number:09},{placed},{customer},{country},{status},{pick.randint(100, 99_999)}\r\n")


@contextmanager
def watched_orders(variant: Variant) -> Iterator[list[int]]:
    """Note the most orders alive at once, in a list of one number, by weak references to each."""
    make = variant.Order
    references: list[weakref.ref[object]] = []
    peak = [0]
    alive = 0

    def gone(_: weakref.ref[object]) -> None:
        nonlocal alive
        alive -= 1

    def order(*fields: object) -> object:
        nonlocal alive
        made: object = make(*fields)
        alive += 1
        peak[0] = max(peak[0], alive)
        references.append(weakref.ref(made, gone))
        return made

    variant.Order = order
    try:
        yield peak
    finally:
        variant.Order = make


@contextmanager
def report(bench: Bench, size: int) -> Iterator[Call]:
    """The report over one export."""
    with TemporaryDirectory() as folder:
        export = Path(folder, "orders.csv")
        write_export(export, size)

        def call(variant: Variant) -> object:
            if not bench.counting:
                return variant.revenue_by_country(export)
            with watched_orders(variant) as peak:
                answer = variant.revenue_by_country(export)
            bench.count(ORDERS_HELD, peak[0])
            return answer

        yield call


@contextmanager
def two_passes(_: Bench, size: int) -> Iterator[Call]:
    """A question that needs all rows before it can look at the first."""
    with TemporaryDirectory() as folder:
        export = Path(folder, "orders.csv")
        write_export(export, size)
        yield lambda variant: variant(export)


@contextmanager
def in_memory(_: Bench, size: int) -> Iterator[Call]:
    """A sum over a list that is there already."""
    pick = random.Random(size)
    amounts = [pick.randint(100, 99_999) for _ in range(size)]
    yield lambda variant: variant(amounts)


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """All in a list; or the loop's last one, one that the filter dropped, and the next in the making."""
    return {ORDERS_HELD: size if variant == "before" else 3}


WORKLOAD = Workload(
    cases={"CSV report": Case(before=before, after=after, setup=report, expected=expected)},
    when_not={
        "rows needed twice": Case(
            before=when_not.above_average_kept, after=when_not.above_average_streamed, setup=two_passes
        ),
        "already in memory": Case(before=when_not.net_list, after=when_not.net_generator, setup=in_memory),
    },
    sizes=(1_000, 10_000, 100_000),
    size_unit="rows",
    reference=Reference(
        size=100_000,
        why="A shop with a few thousand orders a day exports a month of them into one file.",
    ),
    headline=PEAK_MEMORY,
    sampled=(WALL, PEAK_MEMORY),
)
