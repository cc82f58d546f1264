"""Send a page of orders, and where the next one begins."""

# --8<-- [start:main]
from typing import Annotated

import httpx
from fastapi import FastAPI, Query
from sqlalchemy import select

from examples.api.pagination.schemas import Page
from examples.api.shop.database import Shop
from examples.db.shop.models import Order

app = FastAPI()
Limit = Annotated[int, Query(ge=1, le=500)]
OrderId = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@app.get("/orders", response_model=Page)
def orders_page(
    shop: Shop, limit: Limit = 50, after: OrderId = None
) -> dict[str, object]:
    """The newest orders, or those that follow one of them."""
    newest = select(Order).order_by(Order.id.desc())
    if after is not None:
        newest = newest.where(Order.id < after)
    found = shop.scalars(newest.limit(limit + 1)).all()
    more = len(found) > limit
    items = found[:limit]
    return {"items": items, "next": items[-1].id if more else None}


def newest(client: httpx.Client, count: int) -> list[object]:
    """What the first screen of the back office shows."""
    answer = client.get("/orders", params={"limit": count}).raise_for_status()
    return list(answer.json()["items"])


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.pagination.few_orders import serving_orders
    from examples.harness import demo

    with demo() as bench, serving_orders(bench, 1_000) as server:
        client = server.ask("after")
        for order in newest(client, 2):
            print(order)
            #> {'id': 1000, 'customer_id': 9001, 'placed_at': '2026-01-05T20:40:00Z'}
            #> {'id': 999, 'customer_id': 1082, 'placed_at': '2026-01-05T20:33:00Z'}
        page = client.get("/orders").json()
        print(len(page["items"]), page["next"])
        #> 50 951
        page = client.get("/orders", params={"after": page["next"]}).json()
        print(len(page["items"]), page["next"])
        #> 50 901
