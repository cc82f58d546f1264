"""Which product each request asks about: few products often, many rarely."""

from random import Random

PRODUCTS = range(1, 101)


def products_asked_for(requests: int) -> list[int]:
    """A product for each request, by Zipf's law: the n-th product has a weight of 1/n."""
    weights = [1 / product_id for product_id in PRODUCTS]
    return Random(7).choices(PRODUCTS, weights, k=requests)
