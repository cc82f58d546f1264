"""What every folder of tests may use: the servers and benches of the guards' own fixtures."""

from hypothesis import settings

from examples.conftest import bench, services

__all__ = ["bench", "services"]

# A deadline is a clock, and on a busy machine a clock fails a test that is right.
settings.register_profile("measured-python", deadline=None)
settings.load_profile("measured-python")
