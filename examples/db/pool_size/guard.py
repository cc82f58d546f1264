"""Fails when a burst of requests may open more connections than the process has a right to."""

from sqlalchemy import event

from examples.db.pool_size.after import open_engine
from examples.db.pool_size.service import burst
from examples.db.pool_size.when_not import names
from examples.db.shop.seed import SHOP
from examples.harness import Bench

BUDGET = 10  # what the server has for this service, divided by its processes


async def opened_by_a_burst(url: str, requests: int) -> int:
    """How many connections the pool opens when so many requests come at once."""
    engine = open_engine(url)
    opened = 0

    @event.listens_for(engine.sync_engine, "connect")
    def count(*_: object) -> None:
        nonlocal opened
        opened += 1

    found = await burst([engine], names, requests)
    await engine.dispose()
    assert len(found.answers) == requests
    return opened


def test_a_burst_stays_within_the_budget_and_is_answered(bench: Bench) -> None:
    url = bench.postgres(SHOP).url("postgresql+psycopg")
    assert bench.run(opened_by_a_burst(url, requests=2 * BUDGET)) <= BUDGET
