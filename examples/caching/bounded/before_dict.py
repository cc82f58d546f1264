"""Count requests by route, keeping every path in a dictionary of the module."""

# --8<-- [start:main]
from collections import Counter
from collections.abc import Iterable

from examples.caching.bounded.routes import ROUTES

known: dict[str, str] = {}


def match(path: str) -> str:
    for pattern, route in ROUTES:
        if pattern.fullmatch(path):
            return route
    return "unmatched"


def route_of(path: str) -> str:
    if path not in known:
        known[path] = match(path)
    return known[path]


def requests_by_route(paths: Iterable[str]) -> Counter[str]:
    return Counter(route_of(path) for path in paths)


# --8<-- [end:main]


if __name__ == "__main__":
    paths = [f"/orders/{number}" for number in range(5_000)]
    print(requests_by_route([*paths, "/cart", "/wp-login.php"]))
    #> Counter({'/orders/{id}': 5000, '/cart': 1, 'unmatched': 1})
    print(len(known))
    #> 5002
