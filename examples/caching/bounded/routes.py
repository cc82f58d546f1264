"""The routes of a shop, as patterns to match a path with."""

import re

NAMES = (
    "/",
    "/cart",
    "/search",
    "/login",
    "/account",
    "/categories/{slug}",
    "/products/{id}",
    "/products/{id}/reviews",
    "/orders/{id}",
    "/orders/{id}/invoice",
    "/static/{file}",
)
PARTS = {"{id}": r"\d+", "{slug}": "[a-z-]+", "{file}": r"[\w./-]+"}


def pattern(name: str) -> re.Pattern[str]:
    """What the paths of a route look like."""
    for part, expression in PARTS.items():
        name = name.replace(part, expression)
    return re.compile(name)


ROUTES = tuple((pattern(name), name) for name in NAMES)
"""Pattern and name of each route, in the order in which they are tried."""
