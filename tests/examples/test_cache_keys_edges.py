"""What the page on cache keys says of agreement, order, types, size and processes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.caching.keys import after, before, before_text, forked, share
from examples.caching.keys.process import processes
from examples.harness import Bench
from tests.examples.files import said

Color = Enum("Color", ["RED"])
Size = StrEnum("Size", ["L"])
Level = IntEnum("Level", ["HIGH"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2, width=16) | st.text(':["1', max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=1), inner, max_size=2),
    max_leaves=4,
)


def with_types(value: Any) -> Any:
    """The value, with the type of each part, so that values are equal only where they are alike."""
    if isinstance(value, list):
        return list, [with_types(one) for one in value]
    if isinstance(value, dict):
        return dict, {key: with_types(one) for key, one in value.items()}
    return type(value), repr(value)


@given(one=st.lists(PLAIN, max_size=2), other=st.lists(PLAIN, max_size=2))
def test_keys_are_equal_exactly_where_the_arguments_are_alike(one: list[Any], other: list[Any]) -> None:
    alike = with_types(one) == with_types(other)
    assert (after.key_of("any", *one) == after.key_of("any", *other)) == alike


def test_order_of_keywords_and_dictionaries_makes_no_difference() -> None:
    one = after.key_of("any", {"a": 1, "b": [2]}, x=1, y=2)
    assert one == after.key_of("any", {"b": [2], "a": 1}, y=2, x=1)


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, b"bytes", Decimal("5.00"), date(2026, 11, 21), UUID(int=1), {1: 1, "a": 2}, Color.RED],
)
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        after.key_of("any", value)


def test_what_json_makes_alike_shares_a_key() -> None:
    assert after.key_of("any", (1, 2)) == after.key_of("any", [1, 2])
    assert after.key_of("any", {1: "a"}) == after.key_of("any", {"1": "a"})
    assert after.key_of("any", Size.L, Level.HIGH) == after.key_of("any", "l", 1)


def test_one_question_spelled_in_two_ways_has_two_keys() -> None:
    assert after.key_of("any", 7) != after.key_of("any", product_id=7)
    assert after.key_of("any", "caf\u00e9") != after.key_of("any", "cafe\u0301")


@pytest.mark.parametrize("letters", [0, 1, 90, 91, 92, 93, 94, 95, 96, 10_000])
def test_a_key_stays_short_and_differs_from_that_of_a_letter_less(letters: int) -> None:
    one, other = (after.key_of("any", "a" * number) for number in (letters, letters + 1))
    assert len(one) <= len("shop:any:v1:") + 100
    assert one != other


def test_different_numbers_have_one_hash_and_different_keys() -> None:
    for one, other in [(-1, -2), (0, 2**61 - 1), (1, True), (1, 1.0), (0.5, Decimal("0.5"))]:
        assert before.key_of("any", one) == before.key_of("any", other)
        if not isinstance(other, Decimal):
            assert after.key_of("any", one) != after.key_of("any", other)


def test_an_address_comes_again_for_another_object() -> None:
    assert len({before_text.key_of("any", object()) for _ in range(1_000)}) < 1_000


def test_hashes_agree_between_processes_as_long_as_there_is_no_text() -> None:
    with processes(2) as workers:
        for args, agree in [((7, 1.5, True), True), ((7, "en"), False)]:
            keys = {worker.key("before", *args) for worker in workers}
            assert (len(keys) == 1) == agree
        for module in ("after", "before_text"):
            keys = {worker.key(module, 7, "en", [None], size="L") for worker in workers}
            assert len(keys) == 1


def test_what_the_page_shows_of_shared_entries_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    share.main(bench)
    assert capsys.readouterr().out.splitlines() == said(share)


def test_what_the_page_shows_of_forks_is_what_happens(capsys: pytest.CaptureFixture[str]) -> None:
    forked.main()
    assert capsys.readouterr().out.splitlines() == said(forked)
