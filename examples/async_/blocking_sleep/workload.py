"""Quotes whose prices come from a busy service, and the health checks that come in meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx

from examples.async_.blocking_sleep import after, after_to_thread, before, when_not, when_not_script
from examples.async_.blocking_sleep.prices import Prices
from examples.async_.bystanders.load import ask_beside_checks
from examples.harness import (
    BYSTANDER,
    STALL,
    WALL,
    Bench,
    Call,
    Case,
    Quantity,
    Reference,
    Variant,
    Workload,
)

WAITING = Quantity("waiting", "of three quotes, in their pause at once", "integer", exact=True)


async def waiting_at_once(version: Variant, count: int) -> int:
    """How many of `count` quotes are between two attempts at once, without a network in between."""
    service = Prices()
    transport = httpx.ASGITransport(service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://prices") as client:
        await asyncio.gather(*(version.price(client, item) for item in range(count)))
    return service.most_refused


@contextmanager
def quotes(bench: Bench, size: int) -> Iterator[Call]:
    """One application serves every version, and one service refuses each item once."""
    prices = bench.serve("examples.async_.blocking_sleep.prices:app")
    # Straight to its port, so that the shop is the same application in every set-up, and stays warm.
    shop = bench.serve(
        "examples.async_.blocking_sleep.shop:app", PRICES_URL=f"http://127.0.0.1:{prices.port}"
    )

    def call(variant: Variant) -> object:
        version = variant.__name__.rpartition(".")[2]
        paths = [f"/{version}/quote/{item}" for item in range(size)]
        seen = bench.run(ask_beside_checks(shop.url, paths))
        bench.record(BYSTANDER, seen.slowest)
        bench.record(STALL, seen.stall)
        if bench.counting:
            bench.count(WAITING, bench.run(waiting_at_once(variant, 3)))
        return seen.answers

    yield call


def waiting(variant: str, _: int) -> Mapping[Quantity, int]:
    """A pause that blocks the loop keeps the other quotes from even beginning theirs."""
    return {WAITING: 1 if variant == "before" else 3}


@contextmanager
def script(bench: Bench, size: int) -> Iterator[Call]:
    """A program of its own, which asks for one price after another."""
    upstream = bench.upstream()
    yield lambda variant: bench.run(variant(upstream, range(size)))


@contextmanager
def bits(bench: Bench, size: int) -> Iterator[Call]:
    """As many bits, with a pause after each."""
    yield lambda variant: bench.run(variant(size))


@contextmanager
def many_prices(bench: Bench, size: int) -> Iterator[Call]:
    """A thousand prices for each quote."""
    amounts: Sequence[int] = range(1000 * size)
    yield lambda variant: bench.run(variant(amounts))


WORKLOAD = Workload(
    cases={
        "retries": Case(
            before=before,
            after=after,
            alternatives={"to_thread": after_to_thread},
            setup=quotes,
            expected=waiting,
        )
    },
    when_not={
        "a script": Case(
            before=when_not_script.prices,
            after=when_not_script.prices_async,
            setup=script,
            sampled=(WALL,),
        ),
        "short pauses": Case(
            before=when_not.send,
            after=when_not.send_async,
            setup=bits,
            sampled=(WALL,),
        ),
        "a hot loop": Case(
            before=when_not.total,
            after=when_not.total_yielding,
            setup=many_prices,
            sampled=(WALL,),
        ),
    },
    sizes=(1, 3, 8),
    size_unit="concurrent quotes",
    reference=Reference(
        size=3,
        why="Three people ask for a quote while the price service is busy for a moment; each waits a tenth "
        "of a second, a short pause for a retry, before the next attempt.",
    ),
    sampled=(WALL, BYSTANDER, STALL),
    headline=BYSTANDER,
)
