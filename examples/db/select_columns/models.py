"""A shop's catalogue, whose products have two large columns, as SQLAlchemy models."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from examples.db.shop.models import Base
from examples.harness import Seed

CATALOGUE = Seed("catalogue", (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8"))


class Product(Base):
    """Something for sale; the description is HTML, prices are in cents."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price_cents: Mapped[int]
    in_stock: Mapped[bool]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    description: Mapped[str]
    data_sheet: Mapped[dict[str, str]] = mapped_column(JSONB)


class Supplier(Base):
    """Somebody who delivers; no column is large."""

    __tablename__ = "supplier"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    city: Mapped[str]
