"""Cached functions safe to share: exact keys, and answers that cannot change."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache


@lru_cache(maxsize=128)
def languages(header: str) -> tuple[str, ...]:
    return tuple(part.split(";")[0].strip() for part in header.split(","))


@lru_cache(maxsize=128)
def price(amount: str, currency: str) -> str:
    return f"{Decimal(amount)} {currency}"


@lru_cache(maxsize=128)
def total_of(cents: tuple[int, ...]) -> int:
    return sum(cents)


def total(cents: Iterable[int]) -> int:
    return total_of(tuple(cents))


if __name__ == "__main__":
    mine = [*languages("de, en;q=0.8"), "fr"]  # a list of one's own
    print(mine, languages("de, en;q=0.8"))
    #> ['de', 'en', 'fr'] ('de', 'en')
    print(price("5.00", "EUR"), "|", price("5", "EUR"))
    #> 5.00 EUR | 5 EUR
    print(total([1990, 450]), total_of.cache_info().currsize)
    #> 2440 1
