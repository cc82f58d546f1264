"""The newest orders of a shop with their customers, lines and mails, by the shape of the relation."""

from collections.abc import Mapping
from functools import partial

from examples.db.eager_strategy import (
    after,
    after_selectin,
    after_to_one,
    before,
    before_to_one,
    when_not,
)
from examples.db.eager_strategy.models import MAILED
from examples.db.shop.round_trips import session_round_trips
from examples.db.shop.set_ups import session_each
from examples.harness import (
    BYTES_RECEIVED,
    QUERIES,
    ROUND_TRIPS,
    ROWS,
    Case,
    Link,
    Quantity,
    Reference,
    Workload,
)

SIZES = (1, 10, 100)
RECEIVED = {
    "two collections": {
        "before": (5_255, 85_190, 1_079_291),
        "after": (1_890, 16_818, 186_355),
        "selectin": (1_932, 16_924, 187_092),
    },
    "to-one": {"before": (389, 1_470, 12_283), "after": (347, 1_364, 11_546)},
    "one collection": {"before": (1_226, 11_442, 137_216), "after": (1_228, 10_819, 128_677)},
    "few large parents": {"before": (20_722, 41_817, 90_126), "after": (20_680, 204_344, 2_040_975)},
}
"""Bytes by case, variant and size, as counted once: they change with the seed, the columns and the driver."""
TEMPLATES = dict(zip(SIZES, (1, 2, 4), strict=True))
"""From how many templates the newest mails were made."""


def lines(position: int) -> int:
    """How many lines the order at this position from the newest has."""
    return (10_000 - position + 5) % 7


def messages(position: int) -> int:
    """How many mails there were about it."""
    return 4 + (10_000 - position) % 5


def joined(position: int) -> int:
    """Rows of a join with both; a left join keeps an order without lines."""
    return max(lines(position), 1) * messages(position)


def counts(case: str, variant: str, size: int, *rows: int) -> Mapping[Quantity, int]:
    """The counts of one session that sends a query for each of these numbers of rows."""
    return {
        QUERIES: len(rows),
        ROUND_TRIPS: session_round_trips(*[1] * len(rows)),
        ROWS: sum(rows),
        BYTES_RECEIVED: RECEIVED[case][variant][SIZES.index(size)],
    }


def two_collections(variant: str, size: int) -> Mapping[Quantity, int]:
    """Joined, an order has as many rows as lines times mails; otherwise as their sum, and its own."""
    if variant == "before":
        rows = [sum(map(joined, range(size)))]
    else:
        rows = [size, sum(map(lines, range(size))), sum(map(messages, range(size)))]
    if variant == "selectin":
        rows.append(size)
    return counts("two collections", variant, size, *rows)


def to_one(variant: str, size: int) -> Mapping[Quantity, int]:
    """No two of the orders have the same customer."""
    return counts("to-one", variant, size, *[size] * (2 if variant == "before" else 1))


def one_collection(variant: str, size: int) -> Mapping[Quantity, int]:
    """A join repeats the order with each line."""
    if variant == "before":
        return counts("one collection", variant, size, sum(max(lines(at), 1) for at in range(size)))
    return counts("one collection", variant, size, size, sum(map(lines, range(size))))


def few_large_parents(variant: str, size: int) -> Mapping[Quantity, int]:
    """Selected, each template comes once."""
    if variant == "before":
        return counts("few large parents", variant, size, size, TEMPLATES[size])
    return counts("few large parents", variant, size, size)


WORKLOAD = Workload(
    cases={
        "two collections": Case(
            before=before.order_list,
            after=after.order_list,
            alternatives={"selectin": after_selectin.order_list},
            setup=partial(session_each, seed=MAILED),
            expected=two_collections,
        ),
        "to-one": Case(
            before=before_to_one.order_list,
            after=after_to_one.order_list,
            setup=partial(session_each, seed=MAILED),
            expected=to_one,
        ),
    },
    when_not={
        "one collection": Case(
            before=when_not.lines_joined,
            after=when_not.lines_selected,
            setup=partial(session_each, seed=MAILED),
            expected=one_collection,
        ),
        "few large parents": Case(
            before=when_not.templates_selected,
            after=when_not.templates_joined,
            setup=partial(session_each, seed=MAILED),
            expected=few_large_parents,
        ),
    },
    sizes=SIZES,
    size_unit="entries",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why=(
            "One page of a list, which the Django admin fills with a hundred rows, "
            "from a database on another machine of the same data center."
        ),
    ),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
