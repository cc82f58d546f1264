"""A log of requests as a service writes it: seeded, so that every process has the same one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from random import Random

ROUTES = ("/", "/cart", "/search", "/products/{id}", "/orders/{id}", "/orders/{id}/invoice")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
EMOJI = "\N{WAVING HAND SIGN}"


@lru_cache(maxsize=1)
def entries(count: int) -> tuple[str, ...]:
    """So many requests, each as the JSON of its line."""
    pick = Random(count)
    return tuple(
        json.dumps(
            {
                "time": f"2026-03-01T{number * 24 // count:02}:{number % 60:02}:00Z",
                "client": f"10.{number % 7}.{number % 251}.{pick.randrange(256)}",
                "route": pick.choice(ROUTES),
                "status": 200,
                "ms": pick.randint(1, 400),
                "agent": AGENT,
            }
        )
        for number in range(count)
    )


def write_lines(log: Path, count: int, agent: str = AGENT) -> None:
    """One object a line; the one in the middle comes from another agent."""
    middle = count // 2
    lines: Iterable[str] = entries(count)
    if agent != AGENT:
        lines = (
            line.replace(AGENT, agent) if number == middle else line for number, line in enumerate(lines)
        )
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_array(log: Path, count: int) -> None:
    """The same objects in one array."""
    log.write_text("[" + ",\n".join(entries(count)) + "]", encoding="utf-8")
