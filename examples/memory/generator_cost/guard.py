"""Fail when a search through many order lines goes on after its answer is known."""

from collections.abc import Iterator

from examples.memory.generator_cost.after import all_packed, any_returned
from examples.memory.generator_cost.order_lines import Line


def test_the_search_stops_at_the_first_answer() -> None:
    looked_at = 0

    def lines() -> Iterator[Line]:
        nonlocal looked_at
        for number in range(1_000):
            looked_at += 1
            yield Line("pen", -1 if number == 9 else 1, 120, 0)

    assert any_returned(lines())
    assert looked_at == 10
    assert not all_packed(lines())
    assert looked_at == 11
