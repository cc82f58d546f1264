"""The applications of this rule on a thousand customers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from examples.api.response_model.models import ACCOUNTS
from examples.api.shop.server import Server, serving
from examples.harness import Bench


@contextmanager
def serving_accounts(bench: Bench) -> Iterator[Server]:
    """Every version in one server: `server.ask("before")` asks one of them."""
    database = bench.postgres(ACCOUNTS)
    with serving(bench, "examples.api.response_model.served:app", database) as server:
        yield server
