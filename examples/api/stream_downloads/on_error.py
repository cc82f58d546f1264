"""What a client has, and what the server still has open, when a download ends before its end."""

import asyncio
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import psutil  # type: ignore[import-untyped]
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from examples.api.stream_downloads.clients import narrow
from examples.api.stream_downloads.exports import FIRST, path_of
from examples.harness import Bench, demo

LINE, LINES = b"x" * 999 + b"\n", 6_000

app = FastAPI()


@app.get("/broken/exports/{day}")
def broken(day: date) -> Response:
    def pieces() -> Iterator[bytes]:
        yield path_of(day).read_bytes()[:1_000_000]
        raise RuntimeError("the database has gone")

    return StreamingResponse(pieces())


@app.get("/no_task/exports/{day}")
def no_task(day: date) -> Response:
    def pieces() -> Iterator[bytes]:
        with path_of(day).open("rb") as file:
            while piece := file.read(64 * 1024):
                yield piece

    return StreamingResponse(pieces())


@app.get("/answered")
async def answered() -> None:
    """Returns when no other request is being answered."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    if others := [task for task in tasks if "run_asgi" in str(task.get_coro())]:
        await asyncio.wait(others)


class Client:
    """A slow client of the served variants."""

    def __init__(self, session: aiohttp.ClientSession, folder: Path, pid: int) -> None:
        self.session, self.folder, self.process = session, folder, psutil.Process(pid)

    async def begin(self, variant: str) -> aiohttp.ClientResponse:
        """Ask for a new export and read a little of it."""
        (self.folder / f"{FIRST}.jsonl").write_bytes(LINE * LINES)
        answer = await self.session.get(f"/{variant}/exports/{FIRST}")
        await answer.content.readany()
        return answer

    async def ask(self, path: str) -> None:
        async with self.session.get(path):
            pass

    def opened(self) -> int:
        """How many exports the server has open."""
        return sum(file.path.endswith(".jsonl") for file in self.process.open_files())

    async def outcome(self, variant: str, meanwhile: Callable[[Path], object]) -> str:
        """Read on after something has happened to the server's file."""
        answer = await self.begin(variant)
        meanwhile(self.folder / f"{FIRST}.jsonl")
        try:
            await answer.read()
        except aiohttp.ClientPayloadError as error:
            return f"{answer.status}, then {type(error).__name__}"
        return f"{answer.status}, complete"

    async def left_open(self, variant: str) -> str:
        """Leave in the middle."""
        answer = await self.begin(variant)
        found = [self.opened()]
        answer.close()
        await self.ask("/on_error/answered")
        found.append(self.opened())
        await self.ask("/memory/collect")
        return f"{found[0]} while it reads, {found[1]} when it is gone, {self.opened()} when collected"


def cut(path: Path) -> None:
    os.truncate(path, len(LINE) * LINES // 2)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"one more line\n")


async def show(client: Client) -> None:
    print("raises:", await client.outcome("on_error/broken", lambda _: None))
    #> raises: 200, then ClientPayloadError
    for name, change in (("cut", cut), ("grown", grow)):
        for variant in ("after", "after_generator"):
            print(f"{name}, {variant}:", await client.outcome(variant, change))
    #> cut, after: 200, then ClientPayloadError
    #> cut, after_generator: 200, complete
    #> grown, after: 200, then ClientPayloadError
    #> grown, after_generator: 200, complete
    await client.ask("/memory/keep")
    for variant in ("after", "after_generator", "on_error/no_task", "before_lines"):
        print(f"{variant}:", await client.left_open(variant))
    #> after: 1 while it reads, 0 when it is gone, 0 when collected
    #> after_generator: 1 while it reads, 0 when it is gone, 0 when collected
    #> on_error/no_task: 1 while it reads, 1 when it is gone, 0 when collected
    #> before_lines: 1 while it reads, 1 when it is gone, 0 when collected


async def run(url: str, folder: Path, pid: int) -> None:
    connector = aiohttp.TCPConnector(socket_factory=narrow)
    async with aiohttp.ClientSession(url, connector=connector) as session:
        await show(Client(session, folder, pid))


def main(bench: Bench) -> None:
    with TemporaryDirectory() as folder:
        served = bench.serve("examples.api.stream_downloads.served:app", EXPORTS=folder)
        bench.run(run(served.url, Path(folder), served.pid))


if __name__ == "__main__":
    with demo() as bench:
        main(bench)
