"""What three tools make of memory that is not simply that of live Python objects."""

import json
import platform
import sqlite3

from examples.profile.memory import after, after_memray
from examples.profile.memory.catalogue import export
from examples.profile.memory.found import Lines
from examples.profile.memory.when_not import grown


def database(lines: Lines) -> object:
    """a table of SQLite in memory"""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE products (line TEXT)")
    connection.executemany("INSERT INTO products VALUES (?)", ((line,) for line in lines))
    return connection


def unwritten(_: Lines) -> object:
    """zeros that nobody has read"""
    return bytes(8_000_000)


def one_in_fifty(lines: Lines) -> object:
    """one row in fifty is kept"""
    return [json.loads(line) for line in lines][::50]


JOBS = database, unwritten, one_in_fifty


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    print("MB                             process  tracemalloc  memray")
    lines = export(products=5_000)
    for job in JOBS:
        kept, process = grown(job, lines)
        del kept
        python, every = (tool.held(job, lines)[1].total() for tool in (after, after_memray))
        print(f"{job.__doc__:30}{process / 1e6:8.1f}{python / 1e6:13.1f}{every / 1e6:8.1f}")
