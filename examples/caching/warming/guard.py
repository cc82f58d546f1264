"""Fail when a process takes requests with a cold cache, or refuses to start with one."""

import logging
import os
import socket

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from examples.caching.shared.after_local import also_bought
from examples.caching.shop.seed import PURCHASES
from examples.caching.warming.after import lifespan
from examples.caching.warming.service import HOT
from examples.harness import Bench


@pytest.fixture
def _servers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    url = bench.postgres(PURCHASES).url("postgresql+psycopg")
    monkeypatch.setitem(os.environ, "DATABASE_URL", url)
    monkeypatch.setitem(os.environ, "CACHE_URL", bench.valkey())


async def queries_of_first_requests() -> int:
    """Start a process, ask for each popular product, and count the queries."""
    app, queries = FastAPI(), []
    async with lifespan(app):
        engine = app.state.worker.database.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *_: queries.append(1))
        for product_id in HOT:
            await also_bought(app.state.worker, product_id)
    return len(queries)


@pytest.mark.usefixtures("_servers")
def test_no_popular_product_is_queried_by_a_request(bench: Bench) -> None:
    assert bench.run(queries_of_first_requests()) == 0


async def start() -> bool:
    async with lifespan(FastAPI()):
        return True


@pytest.mark.usefixtures("_servers")
def test_a_process_that_cannot_fill_its_cache_says_so_and_starts(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"postgresql+psycopg://shop@127.0.0.1:{closed.getsockname()[1]}/shop"
    monkeypatch.setitem(os.environ, "DATABASE_URL", nobody)
    with caplog.at_level(logging.WARNING):
        assert bench.run(start())
    assert "cache not filled" in caplog.text
