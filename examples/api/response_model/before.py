"""Send customers as the database keeps them."""

# --8<-- [start:main]
from typing import Annotated

from fastapi import FastAPI, Query
from sqlalchemy import select

from examples.api.response_model.models import Account
from examples.api.shop.database import Shop

app = FastAPI()
Limit = Annotated[int, Query(ge=1, le=1000)]


@app.get("/customers", response_model=None)
def customers(shop: Shop, limit: Limit = 100) -> object:
    """The customers of one page."""
    page = select(Account).order_by(Account.id).limit(limit)
    return shop.scalars(page).all()


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.response_model.serving_accounts import serving_accounts
    from examples.harness import demo

    with demo() as bench, serving_accounts(bench) as server:
        answer = server.ask("before").get("/customers?limit=1")
    customer = answer.json()[0]
    print(len(customer), customer["password_hash"][:29])
    #> 11 $argon2id$v=19$m=65536,t=3,p=
