"""What a cache does to a function that was harmless without one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import lru_cache
from threading import Barrier


@lru_cache(maxsize=128)
def languages(header: str) -> list[str]:
    return [part.split(";")[0].strip() for part in header.split(",")]


@lru_cache(maxsize=128)
def price(amount: Decimal | float, currency: str) -> str:
    return f"{amount} {currency}"


@lru_cache(maxsize=128)
def total(cents: Sequence[int]) -> int:
    return sum(cents)


inside = Barrier(2)


@lru_cache(maxsize=128)
def report(_month: str) -> str:
    inside.wait(timeout=5)  # goes on only when two threads are in here at once
    return "computed"


if __name__ == "__main__":
    languages("de, en;q=0.8").append("fr")  # one caller changes its answer
    print(languages("de, en;q=0.8"))  # and another one gets it
    #> ['de', 'en', 'fr']
    print(price(Decimal("5.00"), "EUR"), "|", price(5, "EUR"), "|", price(5.0, "EUR"))
    #> 5.00 EUR | 5.00 EUR | 5.00 EUR
    basket: Sequence[int] = [1990, 450]
    try:
        print(total(basket))
    except TypeError as error:
        print(error)
        #> unhashable type: 'list'
    with ThreadPoolExecutor(2) as threads:
        print([*threads.map(report, ["May", "May"])], report.cache_info().misses)
        #> ['computed', 'computed'] 2
