"""Ask a real server for a page of products, over links of different bandwidth."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
from pydantic import TypeAdapter

from examples.api.compression import (
    after,
    before,
    compress_all,
    level_1,
    level_9,
    when_not,
)
from examples.api.compression.products import Product, catalogue
from examples.api.on_the_wire import answer_bytes
from examples.harness import (
    BYTES_RECEIVED,
    CPU,
    REQUESTS,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Quantity,
    Reference,
    Variant,
    Workload,
)
from examples.harness.workload import Setup

LEVELS = {"level 1": level_1, "level 9": level_9}
BYTES_OF_ONE_PRODUCT = 260
JSON = "application/json"


def get(path: str, scale: int = 1) -> Setup:
    """Get one answer of any variant from one server, over one connection that stays open."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        base = bench.serve("examples.api.compression.served:app").url
        with httpx.Client(base_url=base, timeout=60) as client:

            def call(variant: Variant) -> object:
                name = variant.__name__.rpartition(".")[2]
                answer = client.get(f"/{name}{path}{size * scale}").raise_for_status()
                return answer.content  # decoded

            yield call

    return setup


def body(size: int) -> bytes:
    """The JSON of so many products, as FastAPI sends it."""
    return TypeAdapter(list[Product]).dump_json(catalogue()[:size])


def counts(content: bytes, content_type: str, level: int | None) -> Mapping[Quantity, int]:
    """One request, and what uvicorn sends for it: the head, then the body, compressed or not."""
    headers = []
    if level is not None:
        compressor = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        content = compressor.compress(content) + compressor.flush()
        headers = ["content-encoding: gzip", "vary: Accept-Encoding"]
    return {REQUESTS: 1, BYTES_RECEIVED: answer_bytes(content, *headers, content_type=content_type)}


def pages(variant: str, size: int) -> Mapping[Quantity, int]:
    """A body below the middleware's minimum is sent as it is."""
    levels = {"before": None, "after": 4, "level 1": 1, "level 9": 9}
    content = body(size)
    return counts(content, JSON, levels[variant] if len(content) >= 500 else None)


def short(variant: str, size: int) -> Mapping[Quantity, int]:
    """Without a minimum, every body is compressed."""
    return counts(body(size), JSON, None if variant == "before" else 4)


def sheets(variant: str, size: int) -> Mapping[Quantity, int]:
    """A body that is compressed already, sent as it is or compressed once more."""
    content = when_not.zipped(size * BYTES_OF_ONE_PRODUCT)
    return counts(content, when_not.SHEET, None if variant == "before" else 4)


WORKLOAD = Workload(
    cases={
        "FastAPI": Case(
            before=before,
            after=after,
            alternatives=LEVELS,
            setup=get("/products?limit="),
            expected=pages,
        )
    },
    when_not={
        "no minimum size": Case(
            before=before,
            after=compress_all,
            setup=get("/products?limit="),
            expected=short,
        ),
        "compressed already": Case(
            before=when_not,
            after=compress_all,
            setup=get("/sheet?size=", scale=BYTES_OF_ONE_PRODUCT),
            expected=sheets,
        ),
    },
    sizes=(1, 10, 100, 1_000),
    size_unit="products",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=20, mbit_s=10),
        why="the page that the endpoint gives unless asked for another, to a client on the internet "
        "whose share of the line is ten megabits a second",
    ),
    headline=BYTES_RECEIVED,
    sampled=(WALL, CPU),
    links=(
        Link(),
        Link(rtt_ms=0.5, mbit_s=1000),
        Link(rtt_ms=2, mbit_s=100),
        Link(rtt_ms=20, mbit_s=10),
    ),
)
