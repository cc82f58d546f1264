"""Send every field, through a model that declares them all."""

from fastapi import FastAPI
from sqlalchemy import select

from examples.api.response_model.after import Limit
from examples.api.response_model.models import Account, AccountOut
from examples.api.shop.database import Shop

app = FastAPI()


@app.get("/customers", response_model=list[AccountOut])
def customers(shop: Shop, limit: Limit = 100) -> object:
    """The customers of one page."""
    page = select(Account).order_by(Account.id).limit(limit)
    return shop.scalars(page).all()
