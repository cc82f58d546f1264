"""Threads answer, and fail, like the loop, and stay in its process."""

from __future__ import annotations

import threading
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.cpu.thread_pool import after, after_processes, before, small_tasks
from examples.cpu.thread_pool.find_it import lets_others_run
from examples.cpu.thread_pool.guard import threads_that_ran
from examples.cpu.thread_pool.pages import keywords, shop_pages
from examples.cpu.thread_pool.workload import in_eight_threads

each_variant = pytest.mark.parametrize("variant", [before, after, after_processes])
PARTS = ["oak", "Oak.", "and", "<p>", "<script>", "</script>", "<b", ">", "&amp;", "<!--", "-->", "\x00", "é"]


@each_variant
def test_no_page_and_a_page_without_words_have_no_keywords(variant: ModuleType) -> None:
    assert variant.keywords_of_all([]) == []
    assert variant.keywords_of_all(["", "<p>and the"]) == [[], []]


@each_variant
def test_the_first_error_is_raised_with_its_type(variant: ModuleType) -> None:
    broken: Any = ["<p>oak", None, "<p>brass", 7]
    with pytest.raises(TypeError):
        variant.keywords_of_all(broken)


@settings(deadline=None)
@given(pages=st.lists(st.lists(st.sampled_from(PARTS)).map(" ".join), max_size=8))
def test_any_pages_have_equal_keywords(pages: list[str]) -> None:
    assert after.keywords_of_all(pages) == in_eight_threads(pages) == before.keywords_of_all(pages)


def test_lines_give_equal_statuses() -> None:
    lines = ['10.0.0.7 "GET /?q=\\"a\\" HTTP/1.1" 200 5120', '- "" 404 0']
    assert small_tasks.statuses_in_threads(lines) == small_tasks.statuses(lines) == [200, 404]
    assert small_tasks.statuses_in_threads([]) == small_tasks.statuses([]) == []


def test_the_guard_sees_the_loop_and_the_threads() -> None:
    pages = shop_pages(6)
    loop = threads_that_ran(keywords.__code__, lambda: before.keywords_of_all(pages))
    pool = threads_that_ran(keywords.__code__, lambda: after.keywords_of_all(pages))
    assert loop == [threading.get_ident()] * len(pages)
    assert len(pool) == len(pages) and threading.get_ident() not in pool


def test_reading_a_page_never_lets_another_thread_run() -> None:
    page = shop_pages(1)[0]
    assert not any(lets_others_run(partial(keywords, page)) for _ in range(5))
