"""What the API says of an order."""

from datetime import datetime

from pydantic import BaseModel, TypeAdapter


class OrderOut(BaseModel):
    id: int
    customer_id: int
    placed_at: datetime


Orders = TypeAdapter(list[OrderOut])


class Page(BaseModel):
    """Some orders, and the last one's id where others follow it."""

    items: list[OrderOut]
    next: int | None


class CountedPage(Page):
    """A page that says how many orders there are."""

    total: int
