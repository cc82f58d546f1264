"""A load in a process of its own: what a tool says of a first load, and of a second one."""

import json
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType

from examples.profile.memory import catalogue
from examples.profile.memory.catalogue import export, load
from examples.profile.memory.found import at


def number_of(text: str) -> str:
    """The line of the catalogue that has this text in it: `catalogue.py:24`."""
    source = Path(catalogue.__file__).read_text("utf-8").splitlines()
    [number] = [number for number, line in enumerate(source, start=1) if text in line]
    return at(catalogue.__file__, number)


HOLDS = number_of(".add(")
"""The line that made most of what a catalogue keeps."""


def found(tool: ModuleType, products: int, loads: int = 1) -> list[Counter[str]]:
    """The bytes by line that a tool gives to each of some loads, one after the other, in a new process."""
    asked = [sys.executable, "-m", __name__, tool.__name__, str(products), str(loads)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return [Counter(each) for each in json.loads(done.stdout)]


def main(tool: str, products: int, loads: int) -> None:
    held = import_module(tool).held
    lines = export(products)
    print(json.dumps([held(load, lines)[1] for _ in range(loads)]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
