"""The same answer by ways around FastAPI's own validation and serialization."""

# --8<-- [start:main]
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter
from sqlalchemy import select

from examples.api.response_model.after import Limit
from examples.api.response_model.models import Account, CustomerOut
from examples.api.shop.database import Shop

app = FastAPI()
Customers = TypeAdapter(list[CustomerOut])


@app.get("/built")
def built(shop: Shop, limit: Limit = 100) -> list[CustomerOut]:
    """Models made by the endpoint, which FastAPI looks at again."""
    page = select(Account).order_by(Account.id).limit(limit)
    return [CustomerOut.model_validate(one) for one in shop.scalars(page)]


@app.get("/response", response_model=list[CustomerOut])
def response(shop: Shop, limit: Limit = 100) -> Response:
    """The JSON of such models, made and written at one stroke, as FastAPI does."""
    page = select(Account).order_by(Account.id).limit(limit)
    models = Customers.validate_python(shop.scalars(page).all())
    return Response(Customers.dump_json(models), media_type="application/json")


@app.get("/json-response", response_model=list[CustomerOut])
def json_response(shop: Shop, limit: Limit = 100) -> JSONResponse:
    """Dictionaries, without any model."""
    page = select(Account).order_by(Account.id).limit(limit)
    return JSONResponse(
        [{"id": one.id, "name": one.name, "city": one.city} for one in shop.scalars(page)]
    )


# --8<-- [end:main]
