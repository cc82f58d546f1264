"""Somebody else's price service, which is busy: it answers each item at the second attempt."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Prices:
    """The service.

    Attributes:
        refused: The items that were sent away and have not come back.
        most_refused: How many these were at most.
    """

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self.most_refused = 0
        self.app = Starlette(routes=[Route("/prices/{item:int}", self.price)])

    async def price(self, request: Request) -> Response:
        """`GET /prices/7` → 503, and `{"price": 700}` at the next attempt; unknown below zero."""
        item: int = request.path_params["item"]
        if item in self.refused:
            self.refused.remove(item)
            return JSONResponse({"price": item * 100})
        self.refused.add(item)
        self.most_refused = max(self.most_refused, len(self.refused))
        return Response(status_code=503)


app = Prices().app
