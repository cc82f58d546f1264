"""Fails when a page is read in this process, in its main thread or in another."""

import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType

from examples.cpu.thread_pool.after_processes import keywords_of_all
from examples.cpu.thread_pool.pages import keywords


def threads_that_ran(code: CodeType, work: Callable[[], object]) -> list[int]:
    """The thread of every call of a function, given its code, in this process."""
    seen = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is code:
            seen.append(threading.get_ident())

    threading.setprofile(note)  # for the threads that `work` starts
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return seen


def test_no_page_is_read_in_this_process() -> None:
    pages = ["<p>oak desk", "<p>brass lamp", "<p>wool rug"]
    found: list[list[str]] = []
    threads = threads_that_ran(
        keywords.__code__, lambda: found.extend(keywords_of_all(pages))
    )
    assert found == [["oak", "desk"], ["brass", "lamp"], ["wool", "rug"]]
    assert threads == []
