"""Fails when the queries of one page wait for each other, or take the whole pool."""

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from examples.db.connection_per_task.after import revenues
from examples.db.connection_per_task.databases import WAITING
from examples.harness import Bench


class OnLoan:
    """Counts the connections that an engine's pool has lent."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.now = self.most = 0
        event.listen(engine.sync_engine, "checkout", self._lent)
        event.listen(engine.sync_engine, "checkin", self._returned)

    def _lent(self, *_: object) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    def _returned(self, *_: object) -> None:
        self.now -= 1


async def most_on_loan(url: str) -> tuple[int, int]:
    engine = create_async_engine(url, pool_size=10)
    async with engine.connect():
        pass  # opens the first; with an empty pool, sharing a session is an error
    on_loan = OnLoan(engine)
    await revenues(async_sessionmaker(engine), [f"City {number}" for number in range(8)])
    await engine.dispose()
    return on_loan.most, on_loan.now


def test_each_of_four_tasks_has_a_connection_and_gives_it_back(bench: Bench) -> None:
    url = bench.postgres(WAITING).url("postgresql+psycopg")
    assert bench.run(most_on_loan(url)) == (4, 0)
