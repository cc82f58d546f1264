"""A customer as the database keeps one, and as others may see one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from examples.harness import Seed

ACCOUNTS = Seed("accounts", (Path(__file__).parent / "seed.sql").read_text("utf-8"))


class Base(DeclarativeBase):
    """The registry of the models."""


class Account(Base):
    """A customer with all that is known."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str]
    email: Mapped[str]
    password_hash: Mapped[str]
    street: Mapped[str]
    phone: Mapped[str]
    about: Mapped[str]
    newsletter: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class CustomerOut(BaseModel):
    """A customer in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    city: str


class AccountOut(CustomerOut):
    """Every column, which nobody should send."""

    email: str
    password_hash: str
    street: str
    phone: str
    about: str
    newsletter: bool
    created_at: datetime
    last_seen_at: datetime
