"""The requests of one life of a service: seeded, so that every process has the same ones."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import NamedTuple

ROUTES = ("/", "/cart", "/search", "/products/{id}", "/orders/{id}", "/orders/{id}/invoice")
REGULARS = 250


class Request(NamedTuple):
    """What a service knows of a request when it has answered."""

    route: str
    path: str
    status: int


@dataclass
class Traffic:
    """One entry a request; texts as bytes, so that each use makes new objects as a server does."""

    at: array[float] = field(default_factory=lambda: array("d"))
    clients: list[bytes] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    paths: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    microseconds: array[int] = field(default_factory=lambda: array("L"))


@lru_cache(maxsize=4)
def life(requests: int) -> Traffic:
    """About a request a second: from a crawler, from regulars, and from clients that never come again.

    Durations are log-normal with a median of some ten milliseconds. In the middle of the life everything is
    eight times as slow for a twentieth of the time.
    """
    pick = Random(requests)
    traffic = Traffic()
    for number in range(requests):
        slow = 8 if 0.45 <= number / requests < 0.5 else 1
        kind = pick.random()
        if kind < 0.55:
            client = "198.51.100.7"
        elif kind < 0.8:
            client = f"192.0.2.{pick.randrange(REGULARS)}"
        else:
            client = f"2001:db8::{pick.getrandbits(48):x}"
        route = pick.choice(ROUTES)
        traffic.at.append(number + pick.random())
        traffic.clients.append(client.encode())
        traffic.routes.append(route)
        traffic.paths.append(route.replace("{id}", str(pick.randrange(1_000_000))).encode())
        traffic.statuses.append(pick.choice((200, 200, 200, 200, 404)))
        traffic.microseconds.append(int(slow * pick.lognormvariate(9.5, 0.8)))
    return traffic
