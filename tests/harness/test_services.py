"""Servers start, are overridden by variables, and never outlive the harness."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import psycopg
import pytest
import redis

from examples.harness import Bench, Seed
from examples.harness.services.child import PROJECT, Child, ServiceError
from examples.harness.services.ports import on_a_free_port
from examples.harness.services.postgres import Postgres, reachable_by_all
from examples.harness.services.shared import Services
from examples.harness.services.valkey import Valkey

EVERYTHING = """
import os, signal, sys
# What is started in the background of a shell ignores Ctrl-C; this one must not.
signal.signal(signal.SIGINT, signal.default_int_handler)
from examples.harness import Bench, Link
from examples.harness.services.shared import Services
with Services() as services, Bench(services, Link(rtt_ms=1)) as bench:
    bench.upstream()
    if "fork" not in sys.argv:
        bench.postgres(), bench.valkey()
    if "fork" in sys.argv and os.fork() == 0:
        print("ready", flush=True)
        signal.pause()
    if "fork" not in sys.argv:
        print("ready", flush=True)
    signal.pause()
"""


@contextmanager
def program(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has started every kind of server, with its temporary files in `folder`."""
    folder.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-c", EVERYTHING, *arguments],
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that every account can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_program_is_stopped(number: signal.Signals, open_folder: Path) -> None:
    with program(open_folder) as process:
        started = psutil.Process(process.pid).children(recursive=True)
        names = " ".join(" ".join(one.cmdline()) for one in started)
        assert all(name in names for name in ("postgres", "valkey-server", "serving", "proxy", "supervisor"))
        # The group too, as Ctrl-C in a terminal does it.
        os.killpg(process.pid, number)
        process.wait()
        _, alive = psutil.wait_procs(started, timeout=30)
    assert alive == []
    assert list(open_folder.iterdir()) == []


def test_a_forked_worker_does_not_keep_the_servers(open_folder: Path) -> None:
    with program(open_folder, "fork") as process:
        children = psutil.Process(process.pid).children()
        workers = [child for child in children if "-c" in child.cmdline()]
        servers = [child for child in children if child not in workers]
        process.kill()
        _, alive = psutil.wait_procs(servers, timeout=30)
        still_there = [worker.is_running() for worker in workers]
        for worker in workers:
            worker.kill()
    assert alive == []
    assert still_there == [True]


def test_an_exception_takes_everything_down() -> None:
    def fail() -> None:
        with Services() as services:
            addresses.append(services.upstream.url)
            raise LookupError

    addresses: list[str] = []
    with pytest.raises(LookupError):
        fail()
    with pytest.raises(httpx.ConnectError):
        httpx.get(addresses[0])


def test_a_server_that_ends_while_starting_shows_its_log() -> None:
    command = [sys.executable, "-c", "print('no room on the moon'); raise SystemExit(3)"]
    with (
        Child("the probe", lambda _: [command]) as child,
        pytest.raises(ServiceError, match=r"the probe ended while starting(?s:.*)no room on the moon"),
    ):
        child.wait_until(lambda: False)
    assert not child.folder.exists()


def test_an_application_that_cannot_be_imported_shows_why(bench: Bench) -> None:
    with pytest.raises(ServiceError, match="nowhere"):
        bench.serve("examples.nowhere:app")


def test_a_taken_port_is_tried_again_elsewhere() -> None:
    def start(port: int) -> int:
        ports.append(port)
        if len(ports) < 3:
            raise ServiceError("could not bind: Address already in use")
        return port

    ports: list[int] = []
    assert on_a_free_port(start) == ports[2]


def test_databases_are_separate_and_seeds_are_cloned(bench: Bench) -> None:
    seed = Seed("one", "CREATE TABLE one AS SELECT 1 AS value")
    first, second, empty = bench.postgres(seed), bench.postgres(seed), bench.postgres()
    with psycopg.connect(first.url()) as connection:
        connection.execute("DELETE FROM one")
    with psycopg.connect(second.url()) as connection:
        assert connection.execute("SELECT * FROM one").fetchall() == [(1,)]
    with psycopg.connect(empty.url()) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM one")


def test_an_index_of_a_seed_answers_without_its_table(bench: Bench) -> None:
    seed = Seed("seen by all", "CREATE TABLE seen AS SELECT generate_series(1, 10000) AS id; ANALYZE seen")
    with psycopg.connect(bench.postgres(seed).url()) as connection:
        visible = connection.execute("SELECT relallvisible = relpages FROM pg_class WHERE relname = 'seen'")
        assert visible.fetchone() == (True,)


def test_a_seed_with_bad_sql_is_named(bench: Bench) -> None:
    with pytest.raises(ServiceError, match=r"seed 'broken'.*syntax error"):
        bench.postgres(Seed("broken", "CREATE TABEL x ()"))


def test_a_given_postgres_gets_scratch_databases(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def databases() -> set[str]:
        with psycopg.connect(given.url()) as connection:
            return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}

    with services.postgres.database() as given:
        before = databases()
        monkeypatch.setenv("DATABASE_URL", given.url())
        with Postgres() as postgres, postgres.database(Seed("x", "CREATE TABLE x ()")) as database:
            assert database.port == given.port
            # The template and its clone.
            assert len(databases() - before) == 2
            assert database.name in databases()
        assert databases() == before


def test_a_given_valkey_keeps_its_keys(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    url = services.valkey.keyspace.url
    with redis.Redis.from_url(url) as theirs:
        theirs.set("theirs", 1)
        monkeypatch.setenv("VALKEY_URL", url)
        with Valkey() as ours, redis.Redis.from_url(ours.keyspace.url) as client:
            client.set("ours", 1)
            ours.flush()
            assert client.dbsize() == 0
            assert theirs.dbsize() == 1
        theirs.flushdb()


@pytest.mark.parametrize(
    ("variable", "server", "value", "said"),
    [
        (
            "DATABASE_URL",
            Postgres,
            "postgresql://me@127.0.0.1:1/x",
            r"DATABASE_URL: no PostgreSQL answers at .*unset",
        ),
        ("DATABASE_URL", Postgres, "mysql://me@127.0.0.1/x", r"DATABASE_URL: expected postgresql://"),
        ("VALKEY_URL", Valkey, "redis://127.0.0.1:1", r"VALKEY_URL: no Valkey answers at .*unset"),
        ("VALKEY_URL", Valkey, "127.0.0.1:6379", r"VALKEY_URL: expected redis://"),
    ],
)
def test_a_server_that_is_not_there_is_named_with_a_remedy(
    variable: str, server: type[Postgres | Valkey], value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ServiceError, match=f"(?s){said}"):
        server()


def test_a_closed_folder_is_noticed(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    inner.chmod(0o700)
    assert not reachable_by_all(inner)
    assert reachable_by_all(Path("/"))
