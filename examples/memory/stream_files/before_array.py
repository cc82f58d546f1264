"""Add up a log of requests by route, of a file that holds one JSON array."""

# --8<-- [start:main]
import json
from collections import Counter
from pathlib import Path


def milliseconds_by_route(log: Path) -> dict[str, int]:
    """Time spent in each route, of a log that is one array."""
    spent: Counter[str] = Counter()
    with log.open(encoding="utf-8") as file:
        for request in json.load(file):
            spent[request["route"]] += request["ms"]
    return dict(spent)


# --8<-- [end:main]
if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.json")
        log.write_text('[\n{"route": "/cart", "ms": 7},\n{"route": "/cart", "ms": 3}]')
        print(milliseconds_by_route(log))
        #> {'/cart': 10}
        log.write_text('[\n{"route": "/cart", "ms": 7},\n{"route": "/ca')
        try:
            milliseconds_by_route(log)
        except ValueError as error:
            print(error)
            #> Unterminated string starting at: line 3 column 11 (char 41)
