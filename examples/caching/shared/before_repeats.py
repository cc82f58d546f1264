"""Count repeated questions first: no cache can hit more often than they repeat."""

from collections import Counter

from sqlalchemy import event

from examples.caching.shared.before import also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.shop.traffic import products_asked_for
from examples.caching.shop.worker import open_worker
from examples.harness import demo


async def main(database_url: str, cache_url: str) -> None:
    """Answer a hundred requests and say which questions came most often."""
    asked: Counter[str] = Counter()

    async with open_worker(database_url, cache_url) as worker:

        @event.listens_for(worker.database.sync_engine, "before_cursor_execute")
        def note(*arguments: object) -> None:
            asked[f"{arguments[3]}"] += 1

        for product_id in products_asked_for(100):
            await also_bought(worker, product_id)
    repeats = asked.total() - len(asked)
    print(f"{asked.total()} queries, {len(asked)} different, {repeats} repeats")
    #> 100 queries, 36 different, 64 repeats
    for parameters, times in asked.most_common(3):
        print(times, parameters)
        #> 24 {'product_id': 1}
        #> 7 {'product_id': 2}
        #> 6 {'product_id': 3}


if __name__ == "__main__":
    with demo() as bench:
        database_url = bench.postgres(PURCHASES).url("postgresql+psycopg")
        bench.run(main(database_url, bench.valkey()))
