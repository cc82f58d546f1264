"""Beside the shop's models: the mails about an order, and the templates they were made from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examples.db.shop import models as shop
from examples.db.shop.seed import SHOP
from examples.harness import Seed

MAILED = Seed("mailed", SHOP.sql + (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8"))


class Template(shop.Base):
    """The HTML of a kind of mail."""

    __tablename__ = "template"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    body: Mapped[str]


class Message(shop.Base):
    """A mail about an order."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("template.id"))
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    subject: Mapped[str]

    template: Mapped[Template] = relationship()


class Order(shop.Order):
    """The shop's order, from the same table, with a second collection."""

    messages: Mapped[list[Message]] = relationship(order_by="Message.id")
