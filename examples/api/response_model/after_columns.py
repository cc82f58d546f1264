"""Read and send of each customer what the list shows."""

# --8<-- [start:main]
from fastapi import FastAPI
from sqlalchemy import select

from examples.api.response_model.after import Limit
from examples.api.response_model.models import Account, CustomerOut
from examples.api.shop.database import Shop

app = FastAPI()


@app.get("/customers", response_model=list[CustomerOut])
def customers(shop: Shop, limit: Limit = 100) -> object:
    """The customers of one page; the rows have the attributes of the model."""
    shown = select(Account.id, Account.name, Account.city)
    return shop.execute(shown.order_by(Account.id).limit(limit)).all()


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.response_model.serving_accounts import serving_accounts
    from examples.harness import demo

    with demo() as bench, serving_accounts(bench) as server:
        answer = server.ask("after_columns").get("/customers?limit=1")
    print(answer.text)
    #> [{"id":1,"name":"Customer 1","city":"City 1"}]
