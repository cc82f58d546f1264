"""A bench that counts, for the tests of the harness; `services` and `bench` come from the folder above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from examples.harness import Bench
from examples.harness.services.shared import Services


@pytest.fixture
def counting(services: Services) -> Iterator[Bench]:
    """A bench whose links count."""
    with Bench(services, counting=True) as bench:
        yield bench
