"""The table of readings as an SQLAlchemy model."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The registry of this model."""


class StoredReading(Base):
    """A reading that has an id."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    sensor_id: Mapped[int]
    taken_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    celsius: Mapped[float]
