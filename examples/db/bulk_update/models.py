"""The table of products as an SQLAlchemy model."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The registry of this model."""


class Product(Base):
    """What a supplier sells; prices are in cents."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int]
    name: Mapped[str]
    price_cents: Mapped[int]
    stock: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), onupdate=func.now())
