"""Counts what one connection carries, by protocol, from the bytes alone.

A meter sees the two byte streams of a connection in whatever pieces they come, and adds to counts that
the connections of a proxy share. A *round trip* begins when the client sends and everything that it sent
before is answered; so what is pipelined costs one. Start-up and authentication make round trips as well;
TCP's handshake and a goodbye (PostgreSQL's Terminate) do not.
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
    """Counts connections and bytes, and leaves what lies in them to its subclasses.

    Args:
        counts: What every connection adds to.
    """

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self._answered = True
        counts[CONNECTIONS.name] += 1

    def sent(self, data: bytes) -> None:
        """Take note of bytes from the client.

        Raises:
            WireError: They are not of this protocol.
        """
        self.counts[BYTES_SENT.name] += len(data)
        self._sent(data)

    def received(self, data: bytes) -> None:
        """Take note of bytes that the client has now from the server.

        Raises:
            WireError: They are not of this protocol.
        """
        self.counts[BYTES_RECEIVED.name] += len(data)
        self._received(data)

    @property
    def pipelining(self) -> bool:
        """Whether the client sends on before it has its answers, so far as one can tell."""
        return False

    def _asked(self) -> None:
        """The client sent something that wants an answer."""
        if self._answered:
            self.counts[ROUND_TRIPS.name] += 1
            self._answered = False

    def _sent(self, data: bytes) -> None:
        raise NotImplementedError

    def _received(self, data: bytes) -> None:
        raise NotImplementedError


class RawMeter(Meter):
    """Any protocol: whatever comes from the server answers all that was sent before."""

    def _sent(self, data: bytes) -> None:
        del data
        self._asked()

    def _received(self, data: bytes) -> None:
        del data
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


ENCRYPTION_REQUESTS = (80877103, 80877104)
"""The codes of SSLRequest and GSSENCRequest, which come before the start-up message proper."""


class PostgresMeter(Meter):
    """Counts queries (Query and Execute messages) and rows (DataRow) as well.

    The protocol is described in https://www.postgresql.org/docs/18/protocol-message-formats.html
    """

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._to_server = bytearray()
        self._to_client = bytearray()
        self._starting = True
        self._encryption_asked = False
        self._statements: dict[bytes, str] = {}
        self._portals: dict[bytes, str] = {}
        self._ready_owed = 0
        self._flushed = False

    def _sent(self, data: bytes) -> None:
        buffer = self._to_server
        buffer += data
        while self._starting:
            length = int.from_bytes(buffer[:4])
            if len(buffer) < max(length, 8):
                return
            self._encryption_asked = int.from_bytes(buffer[4:8]) in ENCRYPTION_REQUESTS
            self._starting = self._encryption_asked
            self._ready_owed = 0 if self._encryption_asked else 1
            self._asked()
            del buffer[:length]
        _messages(buffer, self._from_client)

    def _received(self, data: bytes) -> None:
        self._to_client += data
        if self._encryption_asked:
            if self._to_client[0] != ord("N"):
                raise WireError("an encrypted connection cannot be counted; connect with sslmode=disable")
            del self._to_client[0]
            self._encryption_asked = False
            self._answered = True
        _messages(self._to_client, self._from_server)

    @property
    def pipelining(self) -> bool:
        """Whether several answers are owed."""
        return self._ready_owed > 1

    def _from_client(self, kind: str, body: bytes) -> None:
        if kind != "X":
            self._asked()
        self._flushed = kind == "H"
        match kind:
            case "Q":
                self._ready_owed += 1
                self._count(_text(body.split(b"\0", 1)[0]))
            case "S":
                self._ready_owed += 1
            case "P":
                name, query, _ = body.split(b"\0", 2)
                self._statements[name] = _text(query)
            case "B":
                portal, statement, _ = body.split(b"\0", 2)
                self._portals[portal] = self._statements.get(statement, "")
            case "E":
                self._count(self._portals.get(body.split(b"\0", 1)[0], ""))

    def _from_server(self, kind: str, body: bytes) -> None:
        match kind:
            case "D":
                self.counts[ROWS.name] += 1
            case "Z":
                self._ready_owed -= 1
                self._answered = self._ready_owed <= 0
            case "R":
                # 0 is "authenticated", 12 the last word of a SASL exchange: neither wants a reply.
                self._answered = int.from_bytes(body[:4]) not in (0, 12)
            case "G" | "W":
                # The server is ready for COPY data.
                self._answered = True
        if self._flushed:
            self._answered = True

    def _count(self, statement: str) -> None:
        if is_query(statement):
            self.counts[QUERIES.name] += 1


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _messages(buffer: bytearray, handle: Callable[[str, bytes], None]) -> None:
    """Hand over each whole message: a type byte, a length that counts itself, a body."""
    start = 0
    while len(buffer) - start >= 5:
        end = start + 1 + int.from_bytes(buffer[start + 1 : start + 5])
        if len(buffer) < end:
            break
        handle(chr(buffer[start]), bytes(buffer[start + 5 : end]))
        start = end
    del buffer[:start]


KEPT = 64
"""How many bytes of each string are looked at."""

_AGGREGATES = {"*": 1, "~": 1, ">": 1, "%": 2, "|": 2}
"""Values per member, by type byte."""


class RespReader:
    """Splits RESP2 or RESP3 into top-level values.

    Args:
        handle: Given each value's type byte and the first bytes of each of its strings.
    """

    def __init__(self, handle: Callable[[str, list[bytes]], None]) -> None:
        self._handle = handle
        self._buffer = bytearray()
        self._kind = ""
        self._strings: list[bytes] = []
        self._missing = [1]

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises:
            WireError: The bytes are not RESP.
        """
        buffer = self._buffer
        buffer += data
        start = 0
        while (end := buffer.find(b"\r\n", start)) >= 0:
            kind, line = chr(buffer[start]), bytes(buffer[start + 1 : end])
            next_start = end + 2
            members = 0
            if kind in "$=!" and not line.startswith(b"-"):
                next_start += self._length(line) + 2
                if len(buffer) < next_start:
                    break
                self._strings.append(bytes(buffer[end + 2 : min(next_start - 2, end + 2 + KEPT)]))
            elif kind in _AGGREGATES:
                members = max(self._length(line), 0) * _AGGREGATES[kind]
            elif kind not in "+-:_,#($=!":
                raise WireError(f"not RESP: {kind}{line[:40]!r}")
            self._value(kind, members)
            start = next_start
        del buffer[:start]

    def _length(self, line: bytes) -> int:
        try:
            return int(line)
        except ValueError:
            raise WireError(f"not a length in RESP: {line[:40]!r}") from None

    def _value(self, kind: str, members: int) -> None:
        if len(self._missing) == 1:
            self._kind, self._strings = kind, self._strings if kind in "$=!" else []
        if kind == "|":
            # Attributes go before the value that they describe.
            self._missing[-1] += 1
        self._missing[-1] -= 1
        self._missing.append(members)
        while len(self._missing) > 1 and not self._missing[-1]:
            self._missing.pop()
        if len(self._missing) == 1 and not self._missing[0]:
            self._missing = [1]
            strings, self._strings = self._strings, []
            self._handle(self._kind, strings)


_HANDSHAKE = {b"HELLO", b"AUTH", b"SELECT"}
_CLIENT_HANDSHAKE = {b"SETINFO", b"SETNAME", b"MAINT_NOTIFICATIONS"}


class RespMeter(Meter):
    """Counts the commands of a Redis client as well, but not those by which a driver introduces itself."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._commands = RespReader(self._command)
        self._replies = RespReader(self._reply)
        self._replies_owed = 0

    def _sent(self, data: bytes) -> None:
        self._commands.feed(data)

    def _received(self, data: bytes) -> None:
        self._replies.feed(data)

    @property
    def pipelining(self) -> bool:
        """Whether several answers are owed."""
        return self._replies_owed > 1

    def _command(self, kind: str, strings: list[bytes]) -> None:
        if kind != "*" or not strings:
            raise WireError("a Redis client sends arrays of strings; this one sent something else")
        self._asked()
        self._replies_owed += 1
        words = [word.upper() for word in strings[:2]]
        introduces = words[0] in _HANDSHAKE or (
            words[0] == b"CLIENT" and len(words) == 2 and words[1] in _CLIENT_HANDSHAKE
        )
        if not introduces:
            self.counts[COMMANDS.name] += 1

    def _reply(self, kind: str, strings: list[bytes]) -> None:
        del strings
        if kind != ">":
            self._replies_owed -= 1
            self._answered = self._replies_owed <= 0


class HttpMeter(Meter):
    """Counts the requests of an HTTP/1.1 client as well; each is a round trip, as nobody pipelines."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
        self._opaque = False

    def _sent(self, data: bytes) -> None:
        if self._opaque:
            return
        try:
            self._parser.receive_data(data)
            while (event := self._parser.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                if isinstance(event, h11.Request):
                    self.counts[REQUESTS.name] += 1
                    self.counts[ROUND_TRIPS.name] += 1
                elif isinstance(event, h11.EndOfMessage):
                    self._answer()
        except h11.RemoteProtocolError as error:
            raise WireError(f"not HTTP/1.1: {error}") from error

    def _answer(self) -> None:
        # The parser insists on an answer before it reads on; the real one goes its own way.
        self._parser.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
        self._parser.send(h11.EndOfMessage())
        if self._parser.our_state is h11.DONE and self._parser.their_state is h11.DONE:
            self._parser.start_next_cycle()
        else:
            # The last request of the connection, or the beginning of another protocol.
            self._opaque = True

    def _received(self, data: bytes) -> None:
        """Answers say nothing about requests."""


METERS: dict[str, type[Meter]] = {
    "raw": RawMeter,
    "postgresql": PostgresMeter,
    "resp": RespMeter,
    "http": HttpMeter,
}
"""The meters by the name of their protocol."""
