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
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def own_garbage() -> Iterator[None]:
    """Collect what a test leaves behind while it is the one to blame, then set aside what lives on.

    So a collection within a test, as each sample makes, looks at that test's objects alone: what the
    whole suite imports takes a third of a second to look at.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def servers(services: Services) -> Iterator[dict[str, str]]:
    """The variables that lend the servers of this run to a program that a test starts."""
    with services.postgres.database() as database:
        yield {"DATABASE_URL": database.url(), "VALKEY_URL": services.valkey.keyspace.url}
