"""Counts on the wire are the same for every driver, and exact."""

from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest
import redis.asyncio
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from examples.harness import Bench, Seed
from examples.harness.link import LinkError

NUMBERS = Seed("numbers", "CREATE TABLE number AS SELECT generate_series(1, 50) AS value")


def since(bench: Bench, *names: str) -> dict[str, int]:
    counts = bench.counts()
    return {name: counts[name] for name in names}


PG = ("queries", "rows", "round_trips", "connections")


def test_psycopg(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url(), autocommit=True) as connection:
        counting.reset_counts()
        for limit in range(1, 4):
            connection.execute("SELECT value FROM number WHERE value <= %s", [limit]).fetchall()
        assert since(counting, *PG) == {"queries": 3, "rows": 6, "round_trips": 3, "connections": 0}


def test_psycopg_without_parameters_uses_simple_queries(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url(), autocommit=True) as connection:
        counting.reset_counts()
        psycopg.ClientCursor(connection).execute("SELECT value FROM number").fetchall()
        assert since(counting, *PG) == {"queries": 1, "rows": 50, "round_trips": 1, "connections": 0}


def test_transaction_control_is_a_round_trip_but_no_query(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url()) as connection:
        counting.reset_counts()
        connection.execute("INSERT INTO number VALUES (51)")
        connection.commit()
        assert since(counting, *PG) == {"queries": 1, "rows": 0, "round_trips": 3, "connections": 0}


def test_prepared_statements(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url(), autocommit=True) as connection:
        query = "SELECT value FROM number WHERE value = %s"
        connection.execute(query, [1], prepare=True)
        counting.reset_counts()
        for value in range(10):
            connection.execute(query, [value + 1], prepare=True).fetchall()
        assert since(counting, *PG) == {"queries": 10, "rows": 10, "round_trips": 10, "connections": 0}


def test_a_pipeline_is_one_round_trip(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url(), autocommit=True) as connection:
        cursor = connection.cursor()
        cursor.executemany("INSERT INTO number VALUES (%s)", [[value] for value in range(3)])
        counting.reset_counts()
        with connection.pipeline():
            for value in range(300):
                connection.execute("INSERT INTO number VALUES (%s)", [value], prepare=False)
        assert since(counting, *PG) == {"queries": 300, "rows": 0, "round_trips": 1, "connections": 0}


def test_copy(counting: Bench) -> None:
    with psycopg.connect(counting.postgres(NUMBERS).url(), autocommit=True) as connection:
        counting.reset_counts()
        with connection.cursor().copy("COPY number FROM STDIN") as copy:
            for value in range(20_000):
                copy.write_row([value])
        assert since(counting, *PG) == {"queries": 1, "rows": 0, "round_trips": 2, "connections": 0}


def test_sqlalchemy(counting: Bench) -> None:
    engine = create_engine(counting.postgres(NUMBERS).url("postgresql+psycopg"))
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        counting.reset_counts()
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT value FROM number WHERE value < 4")).all()
        assert len(rows) == 3
        # BEGIN, the query, ROLLBACK.
        assert since(counting, *PG) == {"queries": 1, "rows": 3, "round_trips": 3, "connections": 0}
    finally:
        engine.dispose()


def test_async_sqlalchemy(counting: Bench) -> None:
    engine = create_async_engine(counting.postgres(NUMBERS).url("postgresql+psycopg"))

    async def rows() -> list[Any]:
        async with engine.connect() as connection:
            return list((await connection.execute(text("SELECT value FROM number WHERE value < 4"))).all())

    counting.run(rows())
    counting.reset_counts()
    assert len(counting.run(rows())) == 3
    assert since(counting, *PG) == {"queries": 1, "rows": 3, "round_trips": 3, "connections": 0}
    counting.run(engine.dispose())


def test_a_new_connection_counts_with_its_start_up(counting: Bench) -> None:
    url = counting.postgres(NUMBERS).url()
    counting.reset_counts()
    psycopg.connect(url, sslmode="disable").close()
    assert since(counting, *PG) == {"queries": 0, "rows": 0, "round_trips": 1, "connections": 1}


CACHE = ("commands", "round_trips", "connections")


def test_redis_asyncio(counting: Bench) -> None:
    async def talk() -> None:
        async with redis.asyncio.Redis.from_url(url) as client:
            await client.set("key", b"value")
            assert await client.get("key") == b"value"
            async with client.pipeline(transaction=False) as pipeline:
                for number in range(500):
                    pipeline.set(f"key {number}", b"x" * 100)
                await pipeline.execute()

    url = counting.valkey()
    counting.run(talk())
    counts = since(counting, *CACHE)
    handshake = counts.pop("round_trips") - 3
    assert counts == {"commands": 502, "connections": 1}
    assert handshake >= 0


def test_redis_pipeline_on_an_open_connection(counting: Bench) -> None:
    with redis.Redis.from_url(counting.valkey()) as client:
        client.ping()
        counting.reset_counts()
        with client.pipeline(transaction=False) as pipeline:
            for number in range(3_000):
                pipeline.set(f"key {number}", b"x" * 100)
            pipeline.execute()
        assert since(counting, *CACHE) == {"commands": 3_000, "round_trips": 1, "connections": 0}


def test_httpx_keeps_a_connection(counting: Bench) -> None:
    async def fetch() -> None:
        async with httpx.AsyncClient(base_url=url) as client:
            for number in range(5):
                response = await client.get(f"/items/{number}")
                assert response.json()["price"] == number * 100

    url = counting.upstream()
    counting.reset_counts()
    counting.run(fetch())
    expected = {"requests": 5, "round_trips": 5, "connections": 1}
    assert since(counting, *expected) == expected


def test_a_client_per_request_connects_each_time(counting: Bench) -> None:
    url = counting.upstream()
    counting.reset_counts()
    for number in range(3):
        httpx.get(f"{url}/items/{number}")
    expected = {"requests": 3, "connections": 3}
    assert since(counting, *expected) == expected


def test_traffic_of_another_protocol_is_an_error(counting: Bench) -> None:
    url = counting.valkey().replace("redis:", "http:")
    with pytest.raises(httpx.HTTPError):
        httpx.get(url)
    with pytest.raises(LinkError, match="not RESP"):
        counting.counts()
    # Said once; the next set-up begins anew.
    counting.counts()
