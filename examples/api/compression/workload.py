"""Ask a real server for a page of products, over links of different bandwidth."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

import httpx
from pydantic import TypeAdapter

from examples.api.compression import (
    after,
    after_level_1,
    after_level_6,
    after_level_9,
    before,
    compress_all,
    when_not,
)
from examples.api.compression.products import Product, catalogue
from examples.harness import (
    BYTES_RECEIVED,
    CPU,
    REQUESTS,
    WALL,
    Bench,
    Call,
    Case,
    Link,
    Reference,
    Workload,
)
from examples.harness.quantities import Quantity
from examples.harness.workload import Setup, Variant

LEVELS = {"level 1": after_level_1, "level 6": after_level_6, "level 9": after_level_9}
BYTES_OF_ONE_PRODUCT = 260
JSON = "application/json"


def get(path: str, variants: list[ModuleType], scale: int = 1) -> Setup:
    """Serve the variants, each in a process of its own, and get one answer of any over one connection."""

    @contextmanager
    def setup(bench: Bench, size: int) -> Iterator[Call]:
        urls = {
            variant.__name__: bench.serve(f"{variant.__name__}:app").url + path + str(size * scale)
            for variant in variants
        }
        with httpx.Client(timeout=60) as client:

            def call(variant: Variant) -> object:
                answer = client.get(urls[variant.__name__]).raise_for_status()
                return answer.content  # decoded

            yield call

    return setup


def body(size: int) -> bytes:
    """The JSON of so many products, as FastAPI sends it."""
    return TypeAdapter(list[Product]).dump_json(catalogue()[:size])


def counts(content: bytes, content_type: str, level: int | None) -> Mapping[Quantity, int]:
    """One request, and what uvicorn sends for it: the head, then the body, compressed or not."""
    head = [
        "HTTP/1.1 200 OK",
        "date: Sat, 21 Nov 2026 12:00:00 GMT",
        "server: uvicorn",
        f"content-type: {content_type}",
    ]
    if level is not None:
        compressor = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        content = compressor.compress(content) + compressor.flush()
        head += ["content-encoding: gzip", "vary: Accept-Encoding"]
    head += [f"content-length: {len(content)}"]
    sent = sum(len(line) + 2 for line in [*head, ""]) + len(content)
    return {REQUESTS: 1, BYTES_RECEIVED: sent}


def pages(variant: str, size: int) -> Mapping[Quantity, int]:
    """A body below the middleware's minimum is sent as it is."""
    levels = {"before": None, "after": 4, "level 1": 1, "level 6": 6, "level 9": 9}
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
            setup=get("/products?limit=", [before, after, *LEVELS.values()]),
            expected=pages,
        )
    },
    when_not={
        "no minimum size": Case(
            before=before,
            after=compress_all,
            setup=get("/products?limit=", [before, compress_all]),
            expected=short,
        ),
        "compressed already": Case(
            before=when_not,
            after=compress_all,
            setup=get("/sheet?size=", [when_not, compress_all], scale=BYTES_OF_ONE_PRODUCT),
            expected=sheets,
        ),
    },
    sizes=(1, 10, 100, 1_000, 5_000),
    size_unit="products",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=2, mbit_s=10),
        why="a page of a hundred products, asked for by a client whose share of the line is ten megabits",
    ),
    headline=BYTES_RECEIVED,
    sampled=(WALL, CPU),
    links=(Link(), Link(rtt_ms=2, mbit_s=100), Link(rtt_ms=2, mbit_s=10)),
)
