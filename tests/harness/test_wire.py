"""Meters count the same however the bytes are cut into pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.harness.wire import METERS, Counts, WireError, is_query

Turn = tuple[str, bytes]


def message(kind: str, body: bytes) -> bytes:
    """A message of PostgreSQL's protocol."""
    return kind.encode() + (len(body) + 4).to_bytes(4) + body


def startup(code: int, body: bytes = b"") -> bytes:
    """A message without a type, as the first ones of a connection are."""
    return (len(body) + 8).to_bytes(4) + code.to_bytes(4) + body


READY = message("Z", b"I")
ROW = message("D", b"\0\1\0\0\0\1x")
EXECUTE = message("B", b"\0s1\0" + bytes(6)) + message("E", b"\0" + bytes(4)) + message("S", b"")

POSTGRES: list[Turn] = [
    ("sent", startup(80877103)),
    ("received", b"N"),
    ("sent", startup(196608, b"user\0me\0\0")),
    ("received", message("R", bytes(4)) + message("S", b"a\0b\0") + READY),
    ("sent", message("Q", b"BEGIN\0")),
    ("received", message("C", b"BEGIN\0") + READY),
    ("sent", message("Q", b"SELECT 1\0")),
    ("received", ROW + ROW + message("C", b"SELECT 2\0") + READY),
    ("sent", message("P", b"s1\0SELECT 2\0\0\0") + message("S", b"")),
    ("received", message("1", b"") + READY),
    # A pipeline: three executions, one wait.
    ("sent", EXECUTE * 3),
    ("received", (message("2", b"") + ROW + message("C", b"SELECT 1\0") + READY) * 3),
    ("sent", message("Q", b"COPY t FROM STDIN\0")),
    ("received", message("G", bytes(3))),
    ("sent", message("d", b"D\tE\n") * 50 + message("c", b"")),
    ("received", message("C", b"COPY 50\0") + READY),
    ("sent", message("Q", b"/* done */ commit\0")),
    ("received", message("C", b"COMMIT\0") + READY),
    ("sent", message("X", b"")),
]


def command(*words: bytes) -> bytes:
    """A command as Redis clients send it."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


RESP: list[Turn] = [
    ("sent", command(b"HELLO", b"3")),
    ("received", b"%2\r\n$6\r\nserver\r\n$6\r\nvalkey\r\n$5\r\nproto\r\n:3\r\n"),
    (
        "sent",
        command(b"CLIENT", b"SETINFO", b"LIB-NAME", b"x") + command(b"client", b"setinfo", b"LIB-VER", b"1"),
    ),
    ("received", b"+OK\r\n+OK\r\n"),
    ("sent", command(b"SET", b"key", b"a\r\n*1\r\n$4\r\nPING\r\n" * 20)),
    ("received", b"+OK\r\n"),
    ("sent", command(b"GET", b"key") + command(b"MGET", b"a", b"b") + command(b"GET", b"nothing")),
    ("received", b"$5\r\n\r\n+x\r\r\n*2\r\n$1\r\na\r\n$-1\r\n>2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n_\r\n"),
    ("sent", command(b"PING")),
    ("received", b"|1\r\n+ttl\r\n:3\r\n+PONG\r\n"),
]

HTTP: list[Turn] = [
    ("sent", b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("received", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("sent", b"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\nGET /no HTTP/1.1\r\n\r\nabcd"),
    ("received", b"HTTP/1.1 204 No Content\r\n\r\n"),
    (
        "sent",
        b"PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"4\r\nGET \r\n3\r\nx\r\n\r\n0\r\n\r\n",
    ),
    ("received", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
    ("sent", b"HEAD /d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    ("received", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"),
]

STREAMS = {
    "postgresql": (POSTGRES, {"queries": 5, "rows": 5, "round_trips": 9}),
    "resp": (RESP, {"commands": 5, "round_trips": 5}),
    "http": (HTTP, {"requests": 4, "round_trips": 4}),
    "raw": (HTTP, {"round_trips": 4}),
}


def counted(protocol: str, pieces: Iterable[Turn]) -> Counts:
    """What one connection's traffic counts."""
    counts = Counts()
    meter = METERS[protocol](counts)
    for direction, data in pieces:
        getattr(meter, direction)(data)
    return counts


def cut(turns: Sequence[Turn], sizes: Sequence[int]) -> Iterator[Turn]:
    """The same traffic in pieces of these sizes, used in turn."""
    number = 0
    for direction, data in turns:
        start = 0
        while start < len(data):
            size = sizes[number % len(sizes)]
            yield direction, data[start : start + size]
            start += size
            number += 1


@pytest.mark.parametrize("protocol", STREAMS)
def test_a_conversation_counts_as_read_by_hand(protocol: str) -> None:
    turns, expected = STREAMS[protocol]
    size = {
        way: sum(len(data) for direction, data in turns if direction == way) for way in ("sent", "received")
    }
    both = {"connections": 1, "bytes_sent": size["sent"], "bytes_received": size["received"]}
    assert counted(protocol, turns) == {**expected, **both}


@pytest.mark.parametrize("protocol", STREAMS)
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_any_cutting_counts_the_same(protocol: str, sizes: list[int]) -> None:
    turns, _ = STREAMS[protocol]
    assert counted(protocol, cut(turns, sizes)) == counted(protocol, turns)


@pytest.mark.parametrize(
    "statement", ["select 1", "BEGIN; select 1; COMMIT", "-- BEGIN\nDELETE FROM t", "settle()", "(SELECT 1)"]
)
def test_these_are_queries(statement: str) -> None:
    assert is_query(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "begin",
        " ROLLBACK TO SAVEPOINT x;",
        "/* a */ SET x = 1",
        "SELECT set_config('TimeZone', $1, false)",
    ],
)
def test_these_are_not(statement: str) -> None:
    assert not is_query(statement)


@pytest.mark.parametrize(
    ("protocol", "turns", "said"),
    [
        ("resp", [("sent", b"PING\r\n")], "not RESP"),
        ("http", [("sent", b"\x16\x03\x01 TLS\r\n\r\n")], "not HTTP"),
        ("postgresql", [("sent", startup(80877103)), ("received", b"S")], "sslmode=disable"),
    ],
)
def test_other_traffic_is_refused(protocol: str, turns: list[Turn], said: str) -> None:
    with pytest.raises(WireError, match=said):
        counted(protocol, turns)
