"""Counts what one connection carries, by protocol, from the bytes alone.

Every meter sees the two byte streams of a connection in whatever pieces they come, and adds to counts
that the connections of a proxy share. A *round trip* begins when the client sends although nothing that
it sent before is still unanswered, or when it has had an answer since; opening a connection's session (start-up,
authentication, `HELLO`) makes round trips too, the TCP handshake does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import h11

from examples.harness.quantities import (
    BYTES_RECEIVED,
    BYTES_SENT,
    COMMANDS,
    CONNECTIONS,
    QUERIES,
    REQUESTS,
    ROUND_TRIPS,
    ROWS,
)

Counts = Counter[str]
"""Counts by the name of their quantity."""


class WireError(ValueError):
    """Traffic that the meter cannot read."""


class Meter:
    """Counts connections, bytes and round trips of any protocol; what `raw` uses.

    Args:
        counts: What every connection adds to.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self._answered = True
        counts[CONNECTIONS.name] += 1

    def sent(self, data: bytes) -> None:
        """Take note of bytes from the client."""
        self.counts[BYTES_SENT.name] += len(data)
        if self._answered:
            self.counts[ROUND_TRIPS.name] += 1
            self._answered = False

    def received(self, data: bytes) -> None:
        """Take note of bytes from the server."""
        self.counts[BYTES_RECEIVED.name] += len(data)
        self._answered = True


_CONTROL = re.compile(
    r"(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE"
    r"|SET|RESET|DEALLOCATE|DISCARD|SELECT\s+(?:pg_catalog\.)?set_config)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def is_query(statement: str) -> bool:
    """Whether a statement asks for or changes data, rather than a transaction or a session.

    Drivers differ in how they begin, commit and configure; what they are asked to do is the same.
    """
    parts = [part.strip() for part in _COMMENT.sub(" ", statement).split(";")]
    return any(part and not _CONTROL.match(part) for part in parts)


class PostgresMeter(Meter):
    """Counts queries (Query and Execute messages) and rows (DataRow) beside what every meter counts."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._to_server = bytearray()
        self._to_client = bytearray()
        self._starting = True
        self._encryption_asked = False
        self._statements: dict[bytes, str] = {}
        self._portals: dict[bytes, str] = {}

    def sent(self, data: bytes) -> None:
        """Take note of bytes from the client."""
        super().sent(data)
        buffer = self._to_server
        buffer += data
        while self._starting and len(buffer) >= 8:
            length = int.from_bytes(buffer[:4])
            if len(buffer) < length:
                return
            # An SSLRequest or GSSENCRequest is followed by the start-up message proper.
            code = int.from_bytes(buffer[4:8])
            self._encryption_asked = code in (80877103, 80877104)
            self._starting = self._encryption_asked
            del buffer[:length]
        if not self._starting:
            _messages(buffer, self._from_client)

    def received(self, data: bytes) -> None:
        """Take note of bytes from the server."""
        super().received(data)
        self._to_client += data
        if self._encryption_asked:
            answer = self._to_client[:1]
            if answer in (b"S", b"G"):
                raise WireError("an encrypted connection cannot be counted; connect with sslmode=disable")
            if answer == b"N":
                del self._to_client[:1]
            self._encryption_asked = False
        _messages(self._to_client, self._from_server)

    def _from_server(self, kind: int, body: bytes) -> None:
        del body
        if kind == ord("D"):
            self.counts[ROWS.name] += 1

    def _from_client(self, kind: int, body: bytes) -> None:
        match chr(kind):
            case "Q":
                self._count(_text(body.split(b"\0", 1)[0]))
            case "P":
                name, query, _ = body.split(b"\0", 2)
                self._statements[name] = _text(query)
            case "B":
                portal, statement, _ = body.split(b"\0", 2)
                self._portals[portal] = self._statements.get(statement, "")
            case "E":
                self._count(self._portals.get(body.split(b"\0", 1)[0], ""))

    def _count(self, statement: str) -> None:
        if is_query(statement):
            self.counts[QUERIES.name] += 1


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _messages(buffer: bytearray, handle: Callable[[int, bytes], None]) -> None:
    """Hand over each whole message (a type byte, a length that counts itself, a body)."""
    start = 0
    while len(buffer) - start >= 5:
        end = start + 1 + int.from_bytes(buffer[start + 1 : start + 5])
        if len(buffer) < end:
            break
        handle(buffer[start], bytes(buffer[start + 5 : end]))
        start = end
    del buffer[:start]


_HANDSHAKE = {b"HELLO", b"AUTH", b"SELECT"}
_CLIENT_HANDSHAKE = {b"SETINFO", b"SETNAME", b"MAINT_NOTIFICATIONS"}


class RespMeter(Meter):
    """Counts the commands that a Redis client sends, but not those by which a driver introduces itself."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._buffer = bytearray()
        self._words: list[bytes] = []
        self._missing = 0

    def sent(self, data: bytes) -> None:
        """Take note of bytes from the client."""
        super().sent(data)
        buffer = self._buffer
        buffer += data
        while (end := buffer.find(b"\r\n")) >= 0:
            line = bytes(buffer[:end])
            if line.startswith(b"*"):
                self._missing = int(line[1:])
                self._words = []
                del buffer[: end + 2]
            elif line.startswith(b"$") and self._missing:
                stop = end + 2 + int(line[1:])
                if len(buffer) < stop + 2:
                    return
                self._words.append(bytes(buffer[end + 2 : min(stop, end + 66)]))
                del buffer[: stop + 2]
                self._missing -= 1
                if not self._missing:
                    self._count()
            else:
                raise WireError(f"not a command of a Redis client: {line[:40]!r}")

    def _count(self) -> None:
        words = [word.upper() for word in self._words[:2]]
        introduces = words[0] in _HANDSHAKE or (words[0] == b"CLIENT" and words[1] in _CLIENT_HANDSHAKE)
        if not introduces:
            self.counts[COMMANDS.name] += 1


class HttpMeter(Meter):
    """Counts the requests of an HTTP/1.1 client."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)

    def sent(self, data: bytes) -> None:
        """Take note of bytes from the client."""
        super().sent(data)
        if self._parser.their_state in (h11.MUST_CLOSE, h11.SWITCHED_PROTOCOL):
            return
        self._parser.receive_data(data)
        try:
            while True:
                event = self._parser.next_event()
                if isinstance(event, h11.Request):
                    self.counts[REQUESTS.name] += 1
                elif isinstance(event, h11.EndOfMessage):
                    self._answer()
                elif event in (h11.NEED_DATA, h11.PAUSED) or isinstance(event, h11.ConnectionClosed):
                    return
        except h11.RemoteProtocolError as error:
            raise WireError(f"not HTTP/1.1: {error}") from error

    def _answer(self) -> None:
        # The parser insists on an answer before it reads on; the real one went its own way.
        self._parser.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
        self._parser.send(h11.EndOfMessage())
        if self._parser.our_state is h11.DONE and self._parser.their_state is h11.DONE:
            self._parser.start_next_cycle()


METERS: dict[str, type[Meter]] = {
    "raw": Meter,
    "postgresql": PostgresMeter,
    "resp": RespMeter,
    "http": HttpMeter,
}
"""The meters by the name of their protocol."""
