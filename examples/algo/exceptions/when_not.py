"""Where raising is the cost: keys that are often missing, tried and looked up."""

from collections.abc import Iterable, Mapping


def stock_value_try(prices: Mapping[str, int], shelf: Iterable[str]) -> tuple[int, int]:
    total = unknown = 0
    for product in shelf:
        try:
            total += prices[product]
        except KeyError:
            unknown += 1
    return total, unknown


def stock_value_get(prices: Mapping[str, int], shelf: Iterable[str]) -> tuple[int, int]:
    total = unknown = 0
    for product in shelf:
        price = prices.get(product)
        if price is None:
            unknown += 1
        else:
            total += price
    return total, unknown


if __name__ == "__main__":
    prices = {"pen": 120, "ink": 450}
    shelf = ["pen", "cup", "ink", "pen"]
    print(stock_value_try(prices, shelf), stock_value_get(prices, shelf))
    #> (690, 1) (690, 1)
