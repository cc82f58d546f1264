"""Add up a log of requests by route, from a list of its lines."""

# --8<-- [start:main]
import json
from collections import Counter
from pathlib import Path


def milliseconds_by_route(log: Path) -> dict[str, int]:
    """Time spent in each route, of a log with one object a line."""
    spent: Counter[str] = Counter()
    with log.open(encoding="utf-8") as file:
        for line in file.readlines():
            request = json.loads(line)
            spent[request["route"]] += request["ms"]
    return dict(spent)


# --8<-- [end:main]
if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        log.write_text('{"route": "/cart", "ms": 7}\n{"route": "/ca')
        try:
            milliseconds_by_route(log)
        except ValueError as error:
            print(error)
            #> Unterminated string starting at: line 1 column 11 (char 10)
