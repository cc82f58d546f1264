"""Which processes agree on a hash: those that were forked from one, and those that share a fixed seed."""

from __future__ import annotations

import os
import subprocess
import sys

MAKES_KEYS = "from examples.caching.keys.before import key_of; print(key_of('also-bought', 7, language='en'))"
FORKS = f"import os; os.fork() and os.wait(); {MAKES_KEYS}"


def keys(code: str, seed: str = "random") -> list[str]:
    """The keys that a new Python prints."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).split()


def main() -> None:
    child, parent = keys(FORKS)
    print("parent and its fork agree:", parent == child)
    #> parent and its fork agree: True
    print("two that were started agree:", keys(MAKES_KEYS) == keys(MAKES_KEYS))
    #> two that were started agree: False
    print("two with one seed agree:", keys(MAKES_KEYS, "1") == keys(MAKES_KEYS, "1"))
    #> two with one seed agree: True


if __name__ == "__main__":
    main()
