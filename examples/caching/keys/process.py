"""Worker processes, each started anew, with a seed of its own for what `hash` gives."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Self

NAME = "also-bought"


class Process:
    """A process that makes keys, and asks Valkey for them if told where it is.

    Args:
        cache_url: Where Valkey is; without it the process only makes keys, and starts sooner.
    """

    def __init__(self, cache_url: str = "") -> None:
        command = [sys.executable, "-m", __name__, cache_url]
        # Whoever runs this may have fixed the seed of its own children.
        environment = os.environ | {"PYTHONHASHSEED": "random"}
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )

    def key(self, module: str, *args: object, **kwargs: object) -> str:
        """What `key_of` of a module of this rule gives in that process."""
        return str(self._tell("key", module, args, kwargs))

    def ask(self, module: str, products: list[int]) -> int:
        """Ask for each product, and store an answer where there is none; the number of hits."""
        return int(self._tell("ask", module, products))

    def _tell(self, *what: object) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(what) + "\n")
        self._child.stdin.flush()
        return json.loads(self._child.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._child:  # closes its input, at which it ends, and waits for that
            pass


@contextmanager
def processes(number: int, cache_url: str = "") -> Iterator[list[Process]]:
    """So many processes until the end of the block."""
    with ExitStack() as stack:
        yield [stack.enter_context(Process(cache_url)) for _ in range(number)]


def key(module: str, args: list[Any], kwargs: dict[str, Any]) -> str:
    made: str = importlib.import_module(f"examples.caching.keys.{module}").key_of(NAME, *args, **kwargs)
    return made


def hits(cache: Any, module: str, products: list[int]) -> int:
    found = 0
    for product_id in products:
        made = key(module, [product_id], {"language": "en"})
        if cache.get(made) is None:
            cache.set(made, f"what goes with {product_id}", ex=300)
        else:
            found += 1
    return found


def main(cache_url: str) -> None:
    """Do what each line of the input says, and answer with a line, until the input ends."""
    cache = importlib.import_module("redis").Redis.from_url(cache_url) if cache_url else None
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        answer = key(*arguments) if what == "key" else hits(cache, *arguments)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
