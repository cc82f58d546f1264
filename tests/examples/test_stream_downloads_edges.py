"""What the page on downloads says of ranges, sizes, missing files, and downloads that end early."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import Message

from examples.api.stream_downloads import (
    after,
    after_generator,
    after_large,
    before,
    before_lines,
    on_error,
)
from examples.api.stream_downloads.clients import pieces
from examples.api.stream_downloads.demo import get
from examples.api.stream_downloads.exports import FIRST
from examples.harness import Bench
from tests.examples.files import said

WHOLE = [before, before_lines, after_generator]
FILES = [after, after_large]
PIECE = 64 * 1024


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTS", str(tmp_path))
    return tmp_path / f"{FIRST}.jsonl"


def ask(variant: ModuleType, **headers: str) -> httpx.Response:
    return asyncio.run(get(variant.app, {name.replace("_", "-"): value for name, value in headers.items()}))


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1])
def test_every_variant_gives_the_file_at_every_size(size: int, export: Path) -> None:
    content = bytes(number % 251 for number in range(size))
    export.write_bytes(content)
    for variant in (*WHOLE, *FILES):
        answer = ask(variant)
        assert answer.status_code == 200
        assert answer.content == content
        assert answer.headers["content-type"] == "application/jsonl"


@pytest.mark.parametrize("variant", [*WHOLE, *FILES])
def test_a_missing_file_is_unknown_before_anything_is_sent(variant: ModuleType, export: Path) -> None:
    assert not export.exists()
    assert ask(variant).status_code == 404


@pytest.mark.parametrize("variant", [*WHOLE, *FILES])
@pytest.mark.parametrize("day", ["..%2F2026-03-01", "2026-03-01x"])
def test_a_path_that_is_no_day_reaches_no_file(variant: ModuleType, day: str, export: Path) -> None:
    export.write_bytes(b"x")
    with pytest.raises(httpx.HTTPStatusError, match=r"404|422"):
        asyncio.run(pieces(variant.app, f"/exports/{day}"))


def test_only_a_file_response_gives_parts(export: Path) -> None:
    export.write_bytes(b"0123456789")
    for variant in WHOLE:
        answer = ask(variant, range="bytes=4-")
        assert (answer.status_code, answer.content) == (200, b"0123456789")
        assert "etag" not in answer.headers
    for variant in FILES:
        answer = ask(variant, range="bytes=4-")
        assert (answer.status_code, answer.content) == (206, b"456789")
        assert answer.headers["content-range"] == "bytes 4-9/10"
        assert ask(variant, range="bytes=10-").status_code == 416


def test_who_resumes_a_file_that_has_changed_gets_all_of_it_if_it_asks_with_the_tag(export: Path) -> None:
    export.write_bytes(b"0123456789")
    tag = ask(after).headers["etag"]
    assert ask(after, range="bytes=4-", if_range=tag).content == b"456789"
    export.write_bytes(b"another content")
    assert ask(after, range="bytes=4-").content == b"her content"
    assert ask(after, range="bytes=4-", if_range=tag).content == b"another content"


def test_the_length_is_known_of_a_file_and_not_of_a_stream(export: Path) -> None:
    export.write_bytes(bytes(100))
    for variant in (before, *FILES):
        assert ask(variant).headers["content-length"] == "100"
    for variant in (before_lines, after_generator):
        assert "content-length" not in ask(variant).headers


def test_one_line_without_an_end_is_one_piece(export: Path) -> None:
    export.write_bytes(bytes(10 * PIECE))
    found = asyncio.run(pieces(before_lines.app, f"/exports/{FIRST}"))
    assert max(map(len, found)) == 10 * PIECE
    assert max(map(len, asyncio.run(pieces(after.app, f"/exports/{FIRST}")))) == PIECE


def test_compression_keeps_the_tag_and_the_ranges_of_the_file_as_it_is(export: Path) -> None:
    export.write_bytes(bytes(3 * PIECE))
    plain = ask(after)
    app = FastAPI()
    app.add_middleware(GZipMiddleware)
    app.mount("/", after.app)
    whole, part = (asyncio.run(get(app, headers)) for headers in ({}, {"Range": "bytes=10-"}))
    assert whole.headers["content-encoding"] == "gzip"
    assert "content-length" not in whole.headers
    assert whole.headers["etag"] == plain.headers["etag"]
    assert part.headers["content-range"] == f"bytes 10-{3 * PIECE - 1}/{3 * PIECE}"


@pytest.mark.parametrize("variant", [after, after_generator])
def test_a_server_of_asgi_2_4_gets_an_error_when_the_client_has_gone(
    variant: ModuleType, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uvicorn announces 2.3; there a task cancels the answer, and the background task runs."""
    export.write_bytes(bytes(3 * PIECE))
    closed: list[str] = []
    monkeypatch.setattr(BackgroundTask, "__call__", lambda _: closed.append("by the task"))

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise OSError("the client has gone")

    scope = {"type": "http", "method": "GET", "path": f"/exports/{FIRST}", "query_string": b"", "headers": []}
    with pytest.raises((OSError, ClientDisconnect)):
        asyncio.run(variant.app({**scope, "asgi": {"spec_version": "2.4"}}, receive, send))
    assert not closed


def test_what_the_page_shows_of_downloads_that_end_early_is_what_happens(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    on_error.main(bench)
    assert capsys.readouterr().out.splitlines() == said(on_error)
