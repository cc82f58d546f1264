"""What cProfile and a look at the stack see and do not see, and what they leave behind."""

from __future__ import annotations

import signal
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from examples.profile.cprofile import after, after_clock, before, blind
from examples.profile.cprofile.guard import hooked
from examples.profile.cprofile.report import export, report

MONITORED = sys.version_info >= (3, 12)
"""Since then cProfile listens to the interpreter, not to one thread."""

OTHER_WORDS = sys.version_info >= (3, 14, 7) or (3, 13, 15) <= sys.version_info < (3, 14)
"""Since these releases cProfile passes on what `sys.monitoring` says where it is taken."""

FIRST_CALLS_WAIT = sys.version_info >= (3, 14)
"""Since then nothing looks for signals after a call with keyword arguments that is not specialized yet."""

each_tool = pytest.mark.parametrize("tool", [before, after, after_clock])


@each_tool
@pytest.mark.parametrize("lines", [0, 4, 400])
def test_a_profiled_job_answers_as_one_that_is_not(tool: ModuleType, lines: int) -> None:
    text = export(lines)
    answer, _ = tool.profiled(lambda: report(text))
    assert answer == report(text)


@each_tool
def test_a_job_that_fails_ends_its_profile(tool: ModuleType) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        tool.profiled(lambda: report(""))
    assert not hooked()
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


TEXT = export(5_000)


def squeeze(depth: int = 50) -> bytes:
    """One long call of C code, below many of one function."""
    return squeeze(depth - 1) if depth else zlib.compress(TEXT.encode(), 9)


def test_a_signal_that_waits_for_c_code_still_brings_its_whole_time() -> None:
    _, found = after.profiled(squeeze)
    everything = max(found.seconds.values())
    # Once for each look, however often it is on the stack.
    assert everything / 2 < found.seconds["squeeze"] <= everything


def test_a_first_call_with_keyword_arguments_is_booked_further_up_since_python_3_14() -> None:
    names: dict[str, Any] = {"compress": zlib.compress, "data": TEXT.encode()}
    exec("def once(): return compress(data, level=9)\ndef caller(): return once()", names)
    _, found = after.profiled(names["caller"])
    everything = max(found.seconds.values())
    assert (found.seconds["once"] > everything / 2) is not FIRST_CALLS_WAIT


def test_an_alarm_that_was_set_before_never_rings() -> None:
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        after.profiled(int)
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_of_two_functions_of_one_name_one_is_shown() -> None:
    def both() -> None:
        for code in ("def twin(): sum(range(200_000))", "def twin(): pass"):
            names: dict[str, Callable[[], None]] = {}
            exec(code, names)
            names["twin"]()

    _, found = before.profiled(both)
    assert found.calls["twin"] == 1


def test_only_the_main_thread_can_be_looked_at_by_signals() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="main thread"):
        pool.submit(after.profiled, int).result()


def test_other_threads_are_seen_since_python_3_12() -> None:
    expected = {"cost": 1_000 if MONITORED else 0}
    assert blind.calls(blind.in_a_new_thread, "cost") == expected
    assert blind.in_a_running_thread()["cost"] == expected["cost"]


def test_two_profiles_at_once_fail_since_python_3_12() -> None:
    refused = "tool 2 is already in use" if OTHER_WORDS else "Another profiling tool is already active"
    assert blind.two_requests() == (f"ValueError: {refused}" if MONITORED else "both profiled")


def test_a_coroutine_is_called_once_for_each_time_it_goes_on() -> None:
    assert blind.awaited() == (3, False)
