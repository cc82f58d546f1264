"""`python -m examples.harness.proxy SPEC`: the process that delays, throttles and counts a link.

The way in and the way out take half the declared round trip each; with a bandwidth, the connections
of the link share it. Opening a connection costs one more round trip, as TCP's handshake does: the client's
first bytes wait for it.

A proxy that counts holds the answers to a pipeline until the client has been quiet for a while. So a client
that sends a long pipeline in pieces is not taken for one that waits for answers in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import select
import selectors
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from examples.harness.services.control import control_socket
from examples.harness.services.ports import listening_socket
from examples.harness.wire import METERS, Counts, Meter, WireError

HIGH_WATER = 8 << 20
SEGMENT = 16 << 10
QUIET = 0.05


class PreciseSelector(selectors.DefaultSelector):
    """Waits to the microsecond: epoll's own time-out is rounded up to a millisecond."""

    def select(self, timeout: float | None = None) -> Any:
        """As in the standard library."""
        if timeout is not None and timeout > 0:
            select.select([self.fileno()], [], [], timeout)
            timeout = 0
        return super().select(timeout)


class Direction:
    """One way over the link, which all connections share."""

    def __init__(self, rtt_ms: float, mbit_s: float | None) -> None:
        self.delay = rtt_ms / 2000
        self.seconds_per_byte = 8e-6 / mbit_s if mbit_s else 0.0
        self._free_at = 0.0

    def arrival(self, departure: float, size: int) -> float:
        """When `size` bytes that leave at `departure` have arrived."""
        self._free_at = max(departure, self._free_at) + size * self.seconds_per_byte
        return self._free_at + self.delay


class Lane:
    """What is under way from one end of a connection to the other.

    Args:
        direction: The way that it takes.
        not_before: When the connection is open.
        note: Told of bytes as they are delivered.
        quiet_until: Nothing is delivered before this time, which can move.
    """

    def __init__(
        self,
        direction: Direction,
        not_before: float,
        note: Callable[[bytes], None],
        quiet_until: Callable[[], float],
    ) -> None:
        self.direction = direction
        self._not_before = not_before
        self._note = note
        self._quiet_until = quiet_until
        self._queue: deque[tuple[float, bytes | None]] = deque()
        self._queued = 0
        self._timer: asyncio.TimerHandle | None = None
        self.source: asyncio.Transport | None = None
        self.target: asyncio.Transport | None = None
        self.finished = False

    def push(self, data: bytes | None) -> None:
        """Send bytes on their way; None is the end of the stream."""
        now = max(time.monotonic(), self._not_before)
        step = SEGMENT if self.direction.seconds_per_byte else HIGH_WATER
        pieces: list[bytes | None] = [None]
        if data is not None:
            pieces = [data[start : start + step] for start in range(0, len(data), step)]
            self._queued += len(data)
        for piece in pieces:
            self._queue.append((self.direction.arrival(now, len(piece or b"")), piece))
        if self._queued > HIGH_WATER and self.source:
            self.source.pause_reading()
        self._deliver()

    @property
    def empty(self) -> bool:
        """Whether all is delivered."""
        return not self._queue

    def _due(self) -> float:
        return max(self._queue[0][0], self._quiet_until())

    def _deliver(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._queue and self._due() <= time.monotonic():
            _, data = self._queue.popleft()
            if self.target is None or self.target.is_closing():
                continue
            if data is None:
                self.finished = True
                with contextlib.suppress(OSError):
                    self.target.write_eof()
            else:
                self._queued -= len(data)
                self._note(data)
                self.target.write(data)
        if self._queued <= HIGH_WATER // 2 and self.source and not self.source.is_closing():
            self.source.resume_reading()
        if self._queue:
            self._timer = asyncio.get_running_loop().call_at(self._due(), self._deliver)


class End(asyncio.Protocol):
    """One of the two sockets of a connection."""

    def __init__(self, connection: Connection, out: Lane) -> None:
        self.connection = connection
        self.out = out

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.connection.made(self, transport)

    def data_received(self, data: bytes) -> None:
        self.connection.heard(self)
        self.out.push(data)

    def eof_received(self) -> bool:
        self.connection.heard(self)
        self.out.push(None)
        return True

    def connection_lost(self, error: Exception | None) -> None:
        del error
        self.connection.lost(self)


class Connection:
    """A client's socket, the server's socket, and what is under way between them."""

    def __init__(self, proxy: ProxyServer) -> None:
        self.proxy = proxy
        opened = time.monotonic() + 2 * proxy.up.delay
        self.meter: Meter | None = proxy.meter(proxy.counts) if proxy.meter else None
        self._last_heard = 0.0
        self.up = Lane(proxy.up, opened, self._sent, lambda: 0.0)
        self.down = Lane(proxy.down, opened, self._received, self._quiet_until)
        self.client = End(self, self.up)
        self.server = End(self, self.down)
        proxy.activity += 1
        proxy.connections.add(self)

    def made(self, end: End, transport: asyncio.Transport) -> None:
        """Join the two sockets once both are there."""
        if end is self.client:
            transport.pause_reading()
            self.up.source = self.down.target = transport
            connecting = asyncio.ensure_future(self._connect())
            self.proxy.connecting.add(connecting)
            connecting.add_done_callback(self.proxy.connecting.discard)
        else:
            self.down.source = self.up.target = transport
            assert self.up.source
            self.up.source.resume_reading()

    def heard(self, end: End) -> None:
        """Something came from one end."""
        self.proxy.activity += 1
        if end is self.client:
            self._last_heard = time.monotonic()

    def _quiet_until(self) -> float:
        return self._last_heard + QUIET if self.meter and self.meter.pipelining else 0.0

    @property
    def settled(self) -> bool:
        """Whether no bytes are under way."""
        return self.down.empty and self.up.empty

    def _sent(self, data: bytes) -> None:
        if self.meter:
            self._counted(self.meter.sent, data)

    def _received(self, data: bytes) -> None:
        if self.meter:
            self._counted(self.meter.received, data)

    def _counted(self, count: Callable[[bytes], None], data: bytes) -> None:
        try:
            count(data)
        except WireError as error:
            self.proxy.error = str(error)
            self.meter = None

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: self.server, *self.proxy.target)
        except OSError:
            assert self.down.target
            self.down.target.abort()

    def lost(self, end: End) -> None:
        """One socket is gone: close the other when what is under way has arrived."""
        self.proxy.connections.discard(self)
        other = self.up.target if end is self.client else self.down.target
        lane = self.up if end is self.client else self.down
        if other and not other.is_closing():
            loop = asyncio.get_running_loop()
            loop.call_later(0 if lane.finished else lane.direction.delay, other.close)


class ProxyServer:
    """Listens, joins connections, answers the control socket."""

    def __init__(self, target: tuple[str, int], rtt_ms: float, mbit_s: float | None, protocol: str | None):
        self.target = target
        self.up = Direction(rtt_ms, mbit_s)
        self.down = Direction(rtt_ms, mbit_s)
        self.meter = METERS[protocol] if protocol else None
        self.counts: Counts = Counts()
        self.error: str | None = None
        self.activity = 0
        self.connections: set[Connection] = set()
        self.connecting: set[asyncio.Future[None]] = set()

    async def run(self) -> None:
        """Serve until the process is stopped."""
        loop = asyncio.get_running_loop()
        listening = listening_socket()
        await loop.create_server(lambda: Connection(self).client, sock=listening)
        reader, writer = await asyncio.open_connection(sock=control_socket())
        writer.write(json.dumps({"port": listening.getsockname()[1]}).encode() + b"\n")
        while line := await reader.readline():
            await self._settle()
            if json.loads(line)["do"] == "reset":
                self.counts.clear()
            reply = {"counts": self.counts, "error": self.error}
            self.error = None
            writer.write(json.dumps(reply).encode() + b"\n")

    async def _settle(self) -> None:
        # What the client wrote before it asked lies in our sockets already: read until nothing comes.
        quiet = 0
        while quiet < 3:
            before = self.activity
            await asyncio.sleep(0)
            busy = self.connecting or not all(connection.settled for connection in self.connections)
            quiet = 0 if busy or before != self.activity else quiet + 1


def main(spec: str) -> None:
    """Run a proxy as the JSON object `spec` says."""
    settings = json.loads(spec)
    if sys.platform == "linux":
        # PR_SET_TIMERSLACK: sleep to the microsecond instead of some fifty later.
        ctypes.CDLL(None).prctl(29, 1, 0, 0, 0)
    server = ProxyServer(
        (settings["host"], settings["port"]), settings["rtt_ms"], settings["mbit_s"], settings["protocol"]
    )
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(PreciseSelector())) as runner:
        runner.run(server.run())


if __name__ == "__main__":
    main(sys.argv[1])
