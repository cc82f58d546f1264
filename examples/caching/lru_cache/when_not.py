"""Where the cache costs more than it saves: a line of arithmetic, a short text."""

from functools import lru_cache


def gross(cents: int) -> int:
    """A price with tax, rounded down."""
    return cents * 119 // 100


@lru_cache(maxsize=32_768)
def gross_cached(cents: int) -> int:
    return cents * 119 // 100


def label(cents: int) -> str:
    """A price as people read it."""
    return f"{cents // 100:,}.{cents % 100:02} €"


@lru_cache(maxsize=32_768)
def label_cached(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02} €"


if __name__ == "__main__":
    print(gross(1990), gross_cached(1990), label(199000), label_cached(199000))
    #> 2368 2368 1,990.00 € 1,990.00 €
