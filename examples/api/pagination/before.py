"""Send every order, to a client that shows the newest."""

# --8<-- [start:main]
from collections.abc import Sequence

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from examples.api.pagination.schemas import OrderOut
from examples.api.shop.database import Shop
from examples.db.shop.models import Order

app = FastAPI()


@app.get("/orders", response_model=list[OrderOut])
def every_order(shop: Shop) -> Sequence[Order]:
    """All orders, the newest first."""
    newest = select(Order).order_by(Order.id.desc())
    return shop.scalars(newest).all()


def newest(client: httpx.Client, count: int) -> list[object]:
    """What the first screen of the back office shows."""
    answer = client.get("/orders").raise_for_status()
    return list(answer.json()[:count])


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.pagination.few_orders import serving_orders
    from examples.harness import demo

    with demo() as bench, serving_orders(bench, 1_000) as server:
        client = server.ask("before")
        for order in newest(client, 2):
            print(order)
            #> {'id': 1000, 'customer_id': 9001, 'placed_at': '2026-01-05T20:40:00Z'}
            #> {'id': 999, 'customer_id': 1082, 'placed_at': '2026-01-05T20:33:00Z'}
        print(len(client.get("/orders").json()))
        #> 1000
