"""Count which of the first requests after a start wait for a query, twenty by twenty."""

from types import ModuleType

from examples.caching.shop.traffic import products_asked_for
from examples.caching.warming import after, before
from examples.caching.warming.deployment import addresses, queries, started, waits
from examples.harness import demo

PROCESSES, TWENTY = 2, 20


async def look(variant: ModuleType) -> None:
    products = products_asked_for(100)
    with queries() as sent:
        async with started(variant.lifespan, PROCESSES) as workers:
            print(f"{variant.__name__.rpartition('.')[2]}: {sent()} queries before the first request")
            for first in range(0, len(products), TWENTY):
                before_these = sent()
                await waits(workers, products[first : first + TWENTY])
                waited = sent() - before_these
                print(f"  requests {first + 1:2} to {first + TWENTY:3}: {waited:2} wait for a query")


if __name__ == "__main__":
    with demo() as bench, addresses(bench):
        for variant in (before, after):
            bench.run(look(variant))
