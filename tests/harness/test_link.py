"""A link passes everything on, later: never sooner than declared."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from examples.harness import Link
from examples.harness.link import Proxy, echo_server, measured_rtt_ms
from examples.harness.services.ports import LOOPBACK, listening_socket


@contextmanager
def collecting_server(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Reads until the client has ended its half, then answers, then closes; yields its port and what came."""
    heard: list[bytes] = []
    with listening_socket() as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                while data := connection.recv(1 << 16):
                    heard.append(data)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listening.getsockname()[1]), heard
        finally:
            thread.join()


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def test_answers_in_two_pieces_do_not_wait_for_an_acknowledgement() -> None:
    async def nodelay_of_an_accepted_connection() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def handle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listening_socket()
        async with await asyncio.start_server(handle, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            nodelay = await accepted
            writer.close()
            await writer.wait_closed()
            return nodelay

    assert asyncio.run(nodelay_of_an_accepted_connection())


@pytest.mark.parametrize("rtt_ms", [0.2, 0.5, 2, 10])
def test_the_delay_is_at_least_the_declared_one(rtt_ms: float) -> None:
    assert measured_rtt_ms(Link(rtt_ms=rtt_ms)) >= rtt_ms


def test_opening_a_connection_costs_a_round_trip_more() -> None:
    with echo_server() as port, Proxy(LOOPBACK, port, Link(rtt_ms=50)) as proxy:
        start = time.perf_counter()
        with socket.create_connection((LOOPBACK, proxy.port)) as connection:
            connection.sendall(b"x")
            connection.recv(1)
            assert time.perf_counter() - start >= 0.1


def test_bandwidth_is_shared_and_never_more_than_declared() -> None:
    size = 100_000
    with collecting_server(b"ok") as (port, heard), Proxy(LOOPBACK, port, Link(mbit_s=8)) as proxy:
        start = time.perf_counter()
        with socket.create_connection((LOOPBACK, proxy.port)) as connection:
            connection.sendall(bytes(size))
            connection.shutdown(socket.SHUT_WR)
            assert read_all(connection) == b"ok"
        # 8 Mbit/s is a byte a microsecond.
        assert time.perf_counter() - start >= size / 1e6
    assert sum(map(len, heard)) == size


@pytest.mark.parametrize("link", [Link(), Link(rtt_ms=5), Link(rtt_ms=1, mbit_s=800)])
@pytest.mark.parametrize("protocol", [None, "raw"])
def test_a_half_closed_connection_still_brings_the_answer(link: Link, protocol: str | None) -> None:
    sent, answer = bytes(range(256)) * 4_000, b"answer" * 100_000
    with collecting_server(answer) as (port, heard), Proxy(LOOPBACK, port, link, protocol) as proxy:
        with socket.create_connection((LOOPBACK, proxy.port)) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            assert read_all(connection) == answer
        assert b"".join(heard) == sent
        if protocol:
            counts = proxy.counts()
            assert (counts["bytes_sent"], counts["bytes_received"]) == (len(sent), len(answer))


def test_more_than_the_receiver_takes_is_not_lost() -> None:
    """The proxy stops reading when it holds too much, and goes on when the receiver does."""
    answer = bytes(40 << 20)
    with (
        collecting_server(answer) as (port, _),
        Proxy(LOOPBACK, port, Link(rtt_ms=1)) as proxy,
        socket.create_connection((LOOPBACK, proxy.port)) as connection,
    ):
        connection.shutdown(socket.SHUT_WR)
        assert len(read_all(connection)) == len(answer)


def test_many_connections_at_once() -> None:
    count = 600
    with listening_socket() as listening:
        port = int(listening.getsockname()[1])

        def answer(_: int) -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(connection.recv(100))

        with Proxy(LOOPBACK, port, Link(rtt_ms=1), "raw") as proxy, ThreadPoolExecutor(8) as pool:
            answers = pool.map(answer, range(count))
            clients = [socket.create_connection((LOOPBACK, proxy.port)) for _ in range(count)]
            for number, client in enumerate(clients):
                client.sendall(str(number).encode())
            for number, client in enumerate(clients):
                with client:
                    assert client.recv(100) == str(number).encode()
            list(answers)
            assert proxy.counts()["connections"] == count
            proxy.reset()
            assert proxy.counts()["connections"] == 0


def test_a_server_that_is_not_there_closes_the_connection() -> None:
    with listening_socket() as free:
        port = int(free.getsockname()[1])
    with Proxy(LOOPBACK, port, Link()) as proxy, socket.create_connection((LOOPBACK, proxy.port)) as client:
        client.settimeout(20)
        assert client.recv(1) == b""
