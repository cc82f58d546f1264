"""Fails when an order leaves an old answer behind, whatever comes between."""

from sqlalchemy import event
from sqlalchemy.util import await_only

from examples.caching.invalidation.after import order, sales
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.worker import open_worker
from examples.harness import Bench


def test_what_was_found_before_an_order_is_not_kept_after_it(bench: Bench) -> None:
    async def race(database_url: str, cache_url: str) -> list[int]:
        async with (
            open_worker(database_url, cache_url) as reader,
            open_worker(database_url, cache_url) as writer,
        ):
            engine = reader.database.sync_engine

            @event.listens_for(engine, "after_cursor_execute", once=True)
            def then_comes_an_order(*_: object) -> None:
                await_only(order(writer, 10_001, 7))

            assert await sales(reader, 7) == [400, 1600]
            return await sales(reader, 7)

    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    assert bench.run(race(database_url, bench.valkey())) == [401, 1601]


def test_what_is_asked_before_a_commit_is_not_kept_after_it(bench: Bench) -> None:
    async def race(database_url: str, cache_url: str) -> list[int]:
        async with (
            open_worker(database_url, cache_url) as reader,
            open_worker(database_url, cache_url) as writer,
        ):

            @event.listens_for(writer.database.sync_engine, "commit", once=True)
            def then_somebody_asks(_: object) -> None:
                await_only(sales(reader, 7))

            await order(writer, 10_001, 7)
            return await sales(reader, 7)

    database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    assert bench.run(race(database_url, bench.valkey())) == [401, 1601]
