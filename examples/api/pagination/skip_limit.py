"""Pages as many APIs begin with them: the client says how many rows to skip, and any limit."""

# --8<-- [start:main]
from collections.abc import Sequence

from fastapi import FastAPI
from sqlalchemy import select

from examples.api.pagination.schemas import OrderOut
from examples.api.shop.database import Shop
from examples.db.shop.models import Order

app = FastAPI()


@app.get("/orders", response_model=list[OrderOut])
def orders(shop: Shop, skip: int = 0, limit: int = 100) -> Sequence[Order]:
    """As many of the newest orders as the client wants."""
    newest = select(Order).order_by(Order.id.desc())
    return shop.scalars(newest.offset(skip).limit(limit)).all()


# --8<-- [end:main]
