"""Download one export from a real server, and let five slow clients begin to."""

from __future__ import annotations

import atexit
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import cache, partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import aiohttp
from starlette.responses import FileResponse

from examples.api.stream_downloads import (
    after,
    after_generator,
    after_large,
    before,
    before_lines,
    when_not,
)
from examples.api.stream_downloads.clients import download, held, pieces
from examples.api.stream_downloads.exports import FIRST, LINE, write
from examples.harness import WALL, Bench, Call, Case, Quantity, Reference, Variant, Workload

HELD = Quantity("held", "held by the server for five slow clients", "byte", exact=False)
FIRST_BYTE = Quantity("first_byte", "time to the first byte", "second", exact=False)
PIECES = Quantity("pieces", "pieces handed to the server", "integer", exact=True)

CLIENTS = 5
PIECE = FileResponse.chunk_size
TENTH = 10
"""Of the export, for the stream that goes line by line, which is slow."""

@cache
def folder() -> Path:
    """Where the exports of this process lie: one place, so that one server serves all set-ups."""
    made = TemporaryDirectory()
    atexit.register(made.cleanup)
    return Path(made.name)


@cache
def exported(kilobytes: int) -> str:
    """The path of an export of that size, which is written when first asked for."""
    day = FIRST + timedelta(days=kilobytes)
    write(folder(), day, kilobytes * 1_000 // LINE)
    return f"/exports/{day}"


def name(variant: Variant) -> str:
    """Under which a variant is served."""
    return str(variant.__name__.rpartition(".")[2])


@contextmanager
def downloaded(bench: Bench, path: str) -> Iterator[Call]:
    """One download a call; what five slow clients make the server hold is taken once, before."""
    url = bench.serve("examples.api.stream_downloads.served:app", EXPORTS=str(folder())).url
    known: dict[str, int] = {}

    async def one(variant: Variant) -> tuple[int, int, float]:
        async with aiohttp.ClientSession(url) as session:
            return await download(session, f"/{name(variant)}{path}")

    def call(variant: Variant) -> object:
        if name(variant) not in known:
            known[name(variant)] = bench.run(held(url, f"/{name(variant)}{path}", CLIENTS))
        length, checksum, first = bench.run(one(variant))
        bench.record(FIRST_BYTE, first)
        bench.record(HELD, known[name(variant)])
        return length, checksum

    yield call


@contextmanager
def counted(bench: Bench, path: str) -> Iterator[Call]:
    """The same in this process, where the pieces can be counted."""
    os.environ["EXPORTS"] = str(folder())

    def call(variant: Variant) -> object:
        found = bench.run(pieces(variant.app, path))
        bench.count(PIECES, len(found))
        whole = b"".join(found)
        return len(whole), zlib.crc32(whole)

    yield call
    del os.environ["EXPORTS"]


def export(bench: Bench, size: int, *, share: int = 1) -> AbstractContextManager[Call]:
    """The download of an export of so many kilobytes, or of a share of them."""
    return (counted if bench.counting else downloaded)(bench, exported(size // share))


def chart(bench: Bench, size: int) -> AbstractContextManager[Call]:
    """An image of a hundredth of so many kilobytes, made on the fly."""
    return (counted if bench.counting else downloaded)(bench, f"/chart/{size * 10}")


def pieces_of_files(variant: str, size: int) -> Mapping[Quantity, int]:
    """All at once; or as many as are full, and one that is not."""
    return {PIECES: 1 if variant == "before" else size * 1_000 // PIECE + 1}


def pieces_of_pieces(variant: str, size: int) -> Mapping[Quantity, int]:
    """As many as are full, and one that is not; or all that are not empty, and an empty one."""
    length = size * 1_000
    counts = {
        "before": length // PIECE + 1,
        "after": length // after_large.Download.chunk_size + 1,
        "generator": ceil(length / PIECE) + 1,
    }
    return {PIECES: counts[variant]}


def pieces_of_lines(variant: str, size: int) -> Mapping[Quantity, int]:
    """A piece for each line, and an empty one at the end."""
    if variant == "before":
        return {PIECES: size // TENTH + 1}
    return pieces_of_files(variant, size // TENTH)


def pieces_of_charts(variant: str, size: int) -> Mapping[Quantity, int]:
    """One for each line end that happens to be in the image."""
    content = when_not.chart(size * 10)
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    return {PIECES: 1 if variant == "before" else lines + 1}


WORKLOAD = Workload(
    cases={
        "FastAPI": Case(
            before=before,
            after=after,
            setup=export,
            expected=pieces_of_files,
        ),
        "larger pieces": Case(
            before=after,
            after=after_large,
            alternatives={"generator": after_generator},
            setup=export,
            expected=pieces_of_pieces,
        ),
        "line by line": Case(
            before=before_lines,
            after=after,
            setup=partial(export, share=TENTH),
            expected=pieces_of_lines,
        ),
    },
    when_not={
        "in memory already": Case(
            before=SimpleNamespace(__name__="whole", app=when_not.whole),
            after=SimpleNamespace(__name__="stream", app=when_not.stream),
            setup=chart,
            expected=pieces_of_charts,
            sampled=(WALL,),
        ),
    },
    sizes=(20, 200, 2_000, 8_000),
    size_unit="KB",
    reference=Reference(
        size=8_000,
        why="Some thousand orders with all their fields make an export of a few megabytes, and five people "
        "on slow lines fetch it in the same minute.",
    ),
    headline=HELD,
    sampled=(WALL, HELD, FIRST_BYTE),
)
