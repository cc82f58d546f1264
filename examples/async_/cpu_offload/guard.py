"""Fails when an endpoint does its work within one turn of the event loop."""

import asyncio
from collections.abc import Awaitable

from examples.async_.cpu_offload.after import app, statement


async def turns_during(work: Awaitable[object]) -> int:
    """How often the loop came round until the work was done."""
    task = asyncio.ensure_future(work)
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    return turns


def test_the_loop_comes_round_while_a_statement_is_made() -> None:
    async def turns() -> int:
        async with app.router.lifespan_context(app):
            return await turns_during(statement(1000))

    assert asyncio.run(turns()) > 1
