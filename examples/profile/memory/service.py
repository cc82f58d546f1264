"""A request that is searched for in the catalogue, below as many calls as a web framework makes."""

import json
from collections.abc import Callable

from examples.profile.memory.catalogue import Catalogue

Handler = Callable[[str], str]
DEEP = 20
"""FastAPI with a middleware has as many above an endpoint, Django some fewer."""


def search(catalogue: Catalogue) -> Handler:
    """Answers a word with the products that have it in their names, as JSON."""

    def handle(word: str) -> str:
        numbers = sorted(catalogue.words.get(word, ()))
        found = [{"number": number, "cents": catalogue.cents[number]} for number in numbers]
        return json.dumps({"word": word, "found": found})

    return handle


def middleware(handler: Handler) -> Handler:
    def handle(word: str) -> str:
        return handler(word)

    return handle


def service(catalogue: Catalogue, deep: int = DEEP) -> Handler:
    """The handler below so many calls."""
    handler = search(catalogue)
    for _ in range(deep):
        handler = middleware(handler)
    return handler
