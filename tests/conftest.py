"""What every folder of tests may use: the servers and benches of the guards' own fixtures."""

import gc

import pytest
from hypothesis import settings

from examples.conftest import bench, services

__all__ = ["bench", "services"]

# A deadline is a clock, and on a busy machine a clock fails a test that is right.
settings.register_profile("measured-python", deadline=None)
settings.load_profile("measured-python")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Set aside what the tests before have left, so that collecting garbage looks only at what this one makes.

    Each sample that is taken collects first. What the whole suite imports takes a third of a second to look at.
    """
    gc.collect()
    gc.freeze()
