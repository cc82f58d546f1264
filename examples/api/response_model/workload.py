"""A page of customers, of whom the client shows the name and the city."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import NamedTuple

from pydantic import TypeAdapter

from examples.api.on_the_wire import answer_bytes
from examples.api.response_model import after, after_columns, all_fields, before
from examples.api.response_model.models import AccountOut, CustomerOut
from examples.api.response_model.serving_accounts import serving_accounts
from examples.api.shop.server import DATABASE_BYTES
from examples.harness import (
    BYTES_RECEIVED,
    CPU,
    QUERIES,
    REQUESTS,
    ROWS,
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

SHOWN = ("id", "name", "city")
JANUARY, JUNE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
Accounts, Customers = TypeAdapter(list[AccountOut]), TypeAdapter(list[CustomerOut])


class Path(NamedTuple):
    """An endpoint that is no version of its own."""

    version: str
    path: str


THROUGH_THE_MODEL = Path("after", "/customers")
BUILT, RESPONSE, JSON_RESPONSE = (
    Path("ways_around", path) for path in ("/built", "/response", "/json-response")
)


@contextmanager
def page(bench: Bench, size: int) -> Iterator[Call]:
    """Ask for so many customers over one connection that stays open, and look at what is shown."""
    with serving_accounts(bench) as server:

        def call(variant: Variant) -> object:
            if not isinstance(variant, Path):
                variant = Path(variant.__name__.rpartition(".")[2], "/customers")
            client = server.ask(variant.version)
            answer = server.counted(lambda: client.get(variant.path, params={"limit": size}))
            customers = answer.raise_for_status().json()
            return [{name: customer[name] for name in SHOWN} for customer in customers]

        yield call


def accounts(size: int) -> list[AccountOut]:
    """The first customers of the seed."""
    return [
        AccountOut(
            id=i,
            name=f"Customer {i}",
            city=f"City {i % 200}",
            email=f"customer{i}@example.com",
            password_hash=f"$argon2id$v=19$m=65536,t=3,p=4${md5(str(i).encode()).hexdigest()}",
            street=f"{i % 90 + 1} Long Street",
            phone=f"+351 21 {1_000_000 + i}",
            about="Buys lamps for old houses. " * 4,
            newsletter=i % 3 == 0,
            created_at=JANUARY + i * timedelta(minutes=7),
            last_seen_at=JUNE + i * timedelta(minutes=7),
        )
        for i in range(1, size + 1)
    ]


def in_database(customer: AccountOut, columns: tuple[str, ...]) -> int:
    """How long a row's values are as PostgreSQL sends them, which is as text."""
    def length(value: object) -> int:
        if isinstance(value, bool):
            return len("t")
        return len(f"{value:%F %T}+00" if isinstance(value, datetime) else str(value))

    return sum(length(getattr(customer, column)) for column in columns)


def expected(variant: str, size: int) -> Mapping[Quantity, int]:
    """The model decides what is sent; what is read is decided by the query alone."""
    found = accounts(size)
    if variant == "before":
        # Dates are written by Python, where Pydantic writes a Z.
        rows = [
            {name: value.isoformat() if isinstance(value, datetime) else value for name, value in one}
            for one in found
        ]
        body = json.dumps(rows, separators=(",", ":")).encode()
    elif variant == "every field declared":
        body = Accounts.dump_json(found)
    else:
        body = Customers.dump_json([CustomerOut.model_validate(one) for one in found])
    columns = SHOWN if variant == "columns" else tuple(AccountOut.model_fields)
    return {
        REQUESTS: 1,
        QUERIES: 1,
        ROWS: size,
        BYTES_RECEIVED: answer_bytes(body),
        DATABASE_BYTES: sum(in_database(one, columns) for one in found),
    }


WORKLOAD = Workload(
    cases={
        "FastAPI": Case(
            before=before,
            after=after,
            alternatives={"columns": after_columns, "every field declared": all_fields},
            setup=page,
            expected=expected,
        )
    },
    when_not={
        "ways around": Case(
            before=THROUGH_THE_MODEL,
            after=RESPONSE,
            alternatives={"built by the endpoint": BUILT, "JSONResponse": JSON_RESPONSE},
            setup=page,
        ),
        "finished JSON": Case(
            before=Path("when_not", "/as-it-is"),
            after=Path("when_not", "/through-the-model"),
            setup=page,
        ),
    },
    sizes=(1, 10, 100, 1_000),
    size_unit="customers",
    reference=Reference(
        size=100,
        link=Link(rtt_ms=0.5),
        why="One page of a list, asked for by a service or a browser close by; each customer has eleven "
        "short columns, of which the list shows three.",
    ),
    sampled=(WALL, CPU),
    links=(Link(), Link(rtt_ms=0.5), Link(rtt_ms=2)),
)
