"""Send of each customer what the list shows."""

# --8<-- [start:main]
from typing import Annotated

from fastapi import FastAPI, Query
from sqlalchemy import select

from examples.api.response_model.models import Account, CustomerOut
from examples.api.shop.database import Shop

app = FastAPI()
Limit = Annotated[int, Query(ge=1, le=1000)]


@app.get("/customers", response_model=list[CustomerOut])
def customers(shop: Shop, limit: Limit = 100) -> object:
    """The customers of one page."""
    page = select(Account).order_by(Account.id).limit(limit)
    return shop.scalars(page).all()


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.response_model.serving_accounts import serving_accounts
    from examples.harness import demo

    with demo() as bench, serving_accounts(bench) as server:
        answer = server.ask("after").get("/customers?limit=1")
    print(answer.text)
    #> [{"id":1,"name":"Customer 1","city":"City 1"}]
