"""What every folder of tests may use: the servers and benches of the guards' own fixtures."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

from examples.conftest import bench, services
from examples.harness.services.shared import Services

__all__ = ["bench", "services"]

# A deadline is a clock, and on a busy machine a clock fails a test that is right.
settings.register_profile("measured-python", deadline=None)
settings.load_profile("measured-python")


def pytest_collection() -> None:
    """Look for no garbage while everything is imported that lives to the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for it again, in what tests make."""
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Set aside what is there, so that collecting garbage, as each sample does, looks at this test's alone.

    What the whole suite imports takes a third of a second to look at.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def servers(services: Services) -> Iterator[dict[str, str]]:
    """The variables that lend the servers of this run to a program that a test starts."""
    with services.postgres.database() as database:
        yield {"DATABASE_URL": database.url(), "VALKEY_URL": services.valkey.keyspace.url}
