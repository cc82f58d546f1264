"""Fails when the team's profiler runs at every call, or stays on."""

import sys

from examples.profile.cprofile.after import profiled


def hooked() -> bool:
    """Whether a profiler is told of every call of this thread."""
    if sys.getprofile() is not None:
        return True
    if sys.version_info < (3, 12):
        return False
    # Here cProfile is no profile function any more.
    return sys.monitoring.get_tool(sys.monitoring.PROFILER_ID) is not None


def test_a_profile_slows_no_call_down_and_ends() -> None:
    during, _ = profiled(hooked)
    assert not during
    assert not hooked()
