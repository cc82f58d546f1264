"""Where the bound is there already: the keys come from the code, others raise."""

from functools import cache, lru_cache

DECIMALS = {"CHF": 2, "EUR": 2, "JPY": 0, "KWD": 3, "USD": 2}


@cache
def template(currency: str) -> str:
    """How an amount is written; an unknown currency raises, and is not kept."""
    return f"{{:,.{DECIMALS[currency]}f}} {currency}"


@lru_cache(maxsize=1024)
def template_bounded(currency: str) -> str:
    return f"{{:,.{DECIMALS[currency]}f}} {currency}"


if __name__ == "__main__":
    print(template("EUR").format(1990), "|", template_bounded("JPY").format(1990))
    #> 1,990.00 EUR | 1,990 JPY
