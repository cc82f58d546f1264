"""Add up a log of requests by route, after reading it whole."""

# --8<-- [start:main]
import json
from collections import Counter
from pathlib import Path


def milliseconds_by_route(log: Path) -> dict[str, int]:
    """Time spent in each route, of a log with one object a line."""
    spent: Counter[str] = Counter()
    lines = log.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            request = json.loads(line)
        except json.JSONDecodeError as error:
            where = f"{log.name}:{number}:{error.colno}"
            raise ValueError(f"{where}: {error.msg}") from error
        spent[request["route"]] += request["ms"]
    return dict(spent)


# --8<-- [end:main]
if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        log.write_text('{"route": "/cart", "ms": 7}\n{"route": "/cart", "ms": 3}')
        print(milliseconds_by_route(log))
        #> {'/cart': 10}
        log.write_text('{"route": "/search", "ms": 12}\n{"route": "/ca')
        try:
            milliseconds_by_route(log)
        except ValueError as error:
            print(error)
            #> requests.jsonl:2:11: Unterminated string starting at
