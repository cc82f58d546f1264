"""Every request that finds no entry refills it."""

# --8<-- [start:main]
from examples.caching.shop.queries import find_also_bought
from examples.caching.stampede.worker import Worker, key_of, read, write


async def also_bought(worker: Worker, product_id: int) -> list[str]:
    """What buyers of this product bought too, best first."""
    key = key_of(worker, product_id)
    names = await read(worker, key)
    if names is None:
        names = await find_also_bought(worker.database, product_id)
        await write(worker, key, names)
    return names


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.stampede.burst import answers_and_queries
    from examples.harness import demo

    with demo() as bench:
        answers, queries = answers_and_queries(bench, also_bought, callers=10)
        print(answers[0])
        #> ['Product 1', 'Product 13', 'Product 3', 'Product 5', 'Product 9']
        print(len(answers), "answers,", queries, "queries")
        #> 10 answers, 10 queries
