"""Processes answer, and fail, like the threads that they replace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.cpu.process_pool import after, after_kept_open, after_loop, before

each_variant = pytest.mark.parametrize("variant", [before, after, after_kept_open, after_loop])


@pytest.fixture(scope="module", autouse=True)
def no_pool_left_open() -> Iterator[None]:
    yield
    after_kept_open.pool(2).shutdown()
    after_kept_open.pool.cache_clear()


@each_variant
@pytest.mark.parametrize("items", [[], [-3], list(range(-9, 10))], ids=len)
def test_results_keep_the_order_of_the_items(variant: ModuleType, items: list[int]) -> None:
    assert variant.run_all(abs, items) == [abs(item) for item in items]


@settings(max_examples=25)
@given(items=st.lists(st.text()))
def test_any_items_give_equal_results(items: list[str]) -> None:
    assert after_kept_open.run_all(len, items) == before.run_all(len, items) == after_loop.run_all(len, items)


@each_variant
def test_the_first_error_is_raised_with_its_type_and_text(variant: ModuleType) -> None:
    with pytest.raises(ValueError, match="'first'"):
        variant.run_all(int, ["1", "first", "2", "3", "4", "5", "6", "7", "8", "second"])


@pytest.mark.parametrize("variant", [before, after, after_kept_open])
def test_a_pool_without_workers_is_refused(variant: ModuleType) -> None:
    with pytest.raises(ValueError, match="max_workers must be greater than 0"):
        variant.run_all(abs, [-1], workers=0)


def test_a_kept_pool_that_lost_a_worker_is_replaced() -> None:
    with pytest.raises(BrokenProcessPool):
        after_kept_open.run_all(os._exit, [1])
    assert after_kept_open.run_all(abs, [-1]) == [1]
