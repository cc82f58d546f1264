"""Send a page of orders, where the next one begins, and how many orders there are."""

# --8<-- [start:main]
import httpx
from fastapi import FastAPI
from sqlalchemy import func, select

from examples.api.pagination.after import Limit, OrderId, orders_page
from examples.api.pagination.schemas import CountedPage
from examples.api.shop.database import Shop
from examples.db.shop.models import Order

app = FastAPI()


@app.get("/orders", response_model=CountedPage)
def counted_page(
    shop: Shop, limit: Limit = 50, after: OrderId = None
) -> dict[str, object]:
    """A page with the total, which PostgreSQL counts each time."""
    page = orders_page(shop, limit, after)
    total = shop.scalar(select(func.count()).select_from(Order))
    return {**page, "total": total}


# --8<-- [end:main]


def newest(client: httpx.Client, count: int) -> list[object]:
    """What the first screen of the back office shows."""
    answer = client.get("/orders", params={"limit": count}).raise_for_status()
    return list(answer.json()["items"])


if __name__ == "__main__":
    from examples.api.pagination.few_orders import serving_orders
    from examples.harness import demo

    with demo() as bench, serving_orders(bench, 1_000) as server:
        page = server.ask("after_total").get("/orders").json()
        print(len(page["items"]), page["next"], page["total"])
        #> 50 951 1000
