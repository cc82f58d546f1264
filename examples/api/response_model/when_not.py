"""Send JSON that is finished: as it is, or through the response model."""

# --8<-- [start:main]
from fastapi import FastAPI, Response
from pydantic import TypeAdapter
from sqlalchemy import text

from examples.api.response_model.after import Limit
from examples.api.response_model.models import CustomerOut
from examples.api.shop.database import Shop

app = FastAPI()
Customers = TypeAdapter(list[CustomerOut])
FINISHED = text("""
    SELECT CAST(coalesce(json_agg(one), '[]') AS text) FROM (
        SELECT id, name, city FROM account ORDER BY id LIMIT :limit
    ) AS one
""")


@app.get("/as-it-is", response_model=list[CustomerOut])
def as_it_is(shop: Shop, limit: Limit = 100) -> Response:
    """What PostgreSQL wrote."""
    content = shop.scalar(FINISHED, {"limit": limit})
    return Response(content, media_type="application/json")


@app.get("/through-the-model")
def through_the_model(shop: Shop, limit: Limit = 100) -> list[CustomerOut]:
    """What PostgreSQL wrote, read and written again."""
    return Customers.validate_json(shop.scalar(FINISHED, {"limit": limit}))


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.response_model.serving_accounts import serving_accounts
    from examples.harness import demo

    with demo() as bench, serving_accounts(bench) as server:
        client = server.ask("when_not")
        for path in ("/as-it-is", "/through-the-model"):
            print(client.get(path, params={"limit": 1}).text)
            #> [{"id":1,"name":"Customer 1","city":"City 1"}]
            #> [{"id":1,"name":"Customer 1","city":"City 1"}]
