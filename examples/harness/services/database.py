"""What to put into a database, and where one is; needs no driver."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Seed:
    """Tables and rows that several set-ups begin with: made once a run, then cloned.

    Attributes:
        name: A short name in lower case.
        sql: Statements that are run in a new database; ANALYZE follows by itself.
    """

    name: str
    sql: str


@dataclass(frozen=True)
class Database:
    """Where a database is; its address may be that of a delay proxy."""

    host: str
    port: int
    name: str
    user: str
    password: str = ""

    def url(self, scheme: str = "postgresql") -> str:
        """The database's URL for one driver: `postgresql+psycopg`, `postgresql+asyncpg`."""
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{quote(self.user, safe='')}{secret}@{host}:{self.port}/{quote(self.name)}"

    def through(self, host: str, port: int) -> Database:
        """The same database at the address of a proxy."""
        return Database(host, port, self.name, self.user, self.password)
