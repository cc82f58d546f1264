"""Count requests by route, keeping the routes of the paths that came last."""

# --8<-- [start:main]
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from examples.caching.bounded.routes import ROUTES

LONGEST = 200  # clients choose the path: no megabytes as a key


@lru_cache(maxsize=1024)
def route_of(path: str) -> str:
    for pattern, route in ROUTES:
        if pattern.fullmatch(path):
            return route
    return "unmatched"


def requests_by_route(paths: Iterable[str]) -> Counter[str]:
    return Counter(
        route_of(p) if len(p) <= LONGEST else route_of.__wrapped__(p)
        for p in paths  # a long one is matched and not kept
    )


# --8<-- [end:main]


if __name__ == "__main__":
    paths = [f"/orders/{number}" for number in range(5_000)]
    print(requests_by_route([*paths, "/cart", "/wp-login.php"]))
    #> Counter({'/orders/{id}': 5000, '/cart': 1, 'unmatched': 1})
    print(route_of.cache_info().currsize)
    #> 1024
