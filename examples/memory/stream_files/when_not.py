"""Where a stream gains little: all is kept, or lines are asked for by number."""

import json
from array import array
from collections.abc import Sequence
from itertools import islice
from pathlib import Path


def requests_of_list(log: Path) -> list[dict[str, object]]:
    """All requests, which the caller keeps."""
    with log.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file.readlines()]


def requests_of_stream(log: Path) -> list[dict[str, object]]:
    with log.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def lines_of_list(log: Path, wanted: Sequence[int]) -> list[str]:
    """Some lines by number, in any order."""
    with log.open(encoding="utf-8") as file:
        lines = file.readlines()
    return [lines[number] for number in wanted]


def lines_of_streams(log: Path, wanted: Sequence[int]) -> list[str]:
    """The same, from the top each time."""
    found = []
    for number in wanted:
        with log.open(encoding="utf-8") as lines:
            found.append(next(islice(lines, number, None)))
    return found


def lines_by_offset(log: Path, wanted: Sequence[int]) -> list[str]:
    """The same with eight bytes a line: one pass notes where each begins."""
    offsets = array("Q", [0])
    with log.open("rb") as file:
        for line in file:
            offsets.append(offsets[-1] + len(line))
        offsets.pop()  # where the file ends, no line begins
        found = []
        for number in wanted:
            file.seek(offsets[number])
            found.append(file.readline().decode("utf-8"))
    return found


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        log.write_text('{"ms": 7}\n{"ms": 3}\n')
        print(requests_of_list(log) == requests_of_stream(log))
        #> True
        print(lines_by_offset(log, [1, 0, 1]))
        #> ['{"ms": 3}\n', '{"ms": 7}\n', '{"ms": 3}\n']
