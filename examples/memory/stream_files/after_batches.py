"""Add up a log of requests by route, a thousand lines at a time."""

# --8<-- [start:main]
import json
from collections import Counter
from itertools import islice
from pathlib import Path


def milliseconds_by_route(log: Path) -> dict[str, int]:
    """Time spent in each route, of a log with one object a line."""
    spent: Counter[str] = Counter()
    first = 1
    with log.open(encoding="utf-8") as lines:
        while batch := list(islice(lines, 1_000)):
            try:
                requests = json.loads(f"[{','.join(batch)}]")
                if len(requests) != len(batch):
                    raise ValueError("expected one object a line")
            except ValueError as error:
                where = f"{log.name}:{first}-{first + len(batch) - 1}"
                raise ValueError(f"{where}: {error}") from error
            for request in requests:
                spent[request["route"]] += request["ms"]
            first += len(batch)
    return dict(spent)


# --8<-- [end:main]
if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        log = Path(folder, "requests.jsonl")
        log.write_text('{"route": "/cart", "ms": 7}\n{"route": "/cart", "ms": 3}')
        print(milliseconds_by_route(log))
        #> {'/cart': 10}
        log.write_text('{"route": "/search", "ms": 12}\n' * 1_001 + '{"route": "/ca')
        try:
            milliseconds_by_route(log)
        except ValueError as error:
            print(str(error).partition(" starting")[0])
            #> requests.jsonl:1001-1002: Unterminated string
