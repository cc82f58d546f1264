"""What every folder of tests may use: the servers and benches of the guards' own fixtures."""

from examples.conftest import bench, services

__all__ = ["bench", "services"]
