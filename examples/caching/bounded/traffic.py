"""Request paths as a shop gets them: some few again and again, and new ones for ever."""

import random
from functools import lru_cache
from itertools import accumulate

PRODUCTS = 10_000
CYCLE = 2_000


@lru_cache(maxsize=4)
def visited(requests: int) -> tuple[bytes, ...]:
    """Half of the requests are for products, by Zipf's law; a third for orders of late; a few for nothing.

    An order is new every ten requests, and is looked at while it is new.
    """
    pick = random.Random(requests)
    products = pick.choices(
        range(1, PRODUCTS + 1),
        cum_weights=[*accumulate(1 / rank for rank in range(1, PRODUCTS + 1))],
        k=requests,
    )
    paths = []
    for number, product in enumerate(products):
        kind = pick.random()
        if kind < 0.5:
            path = f"/products/{product}"
        elif kind < 0.8:
            path = f"/orders/{100_000 + number // 10 - int(pick.expovariate(1 / 5))}"
        elif kind < 0.98:
            path = pick.choice(("/", "/cart", "/search", "/login"))
        else:
            path = f"/{pick.getrandbits(32):08x}.php"  # a scanner, which never asks twice
        paths.append(path.encode())
    return tuple(paths)


@lru_cache(maxsize=4)
def walked(requests: int) -> tuple[bytes, ...]:
    """A monitor that opens the same pages in the same order, round after round."""
    return tuple(f"/products/{1 + number % CYCLE}".encode() for number in range(requests))
