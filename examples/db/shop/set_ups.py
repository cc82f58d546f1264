"""Set-ups that workloads of several rules share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from examples.db.shop.engine import open_engine
from examples.harness import Bench, Call, Seed, Variant


@contextmanager
def session_each(bench: Bench, size: int, seed: Seed) -> Iterator[Call]:
    """A session of its own for each call, on a pooled connection to a fresh database.

    A variant is a function of the session and the size.
    """
    with open_engine(bench.postgres(seed)) as engine:

        def call(variant: Variant) -> object:
            with Session(engine) as session:
                return variant(session, size)

        yield call
