"""Where threads pay: the function waits, or it is C code that releases the GIL."""

import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TypeVar
from urllib.request import urlopen

Item = TypeVar("Item")
Result = TypeVar("Result")


def fetch(url: str) -> bytes:
    """What the address answers: the thread waits for a socket."""
    with urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def digest(block: bytes) -> str:
    """The SHA-256 of a block: without the GIL from 2,048 bytes on."""
    return sha256(block).hexdigest()


def in_a_loop(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> list[Result]:
    del workers  # a loop has none
    return [function(item) for item in items]


def in_threads(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> list[Result]:
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(function, items))


if __name__ == "__main__":
    blocks = [bytes(250_000), b"x" * 250_000]
    print([found[:8] for found in in_threads(digest, blocks, workers=2)])
    #> ['2a60e853', '9cd4941d']
    packed = in_threads(zlib.compress, blocks, workers=2)
    print(in_threads(zlib.decompress, packed, workers=2) == blocks)
    #> True
