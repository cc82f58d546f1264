"""Which endpoints declare no model, and which fields fill their answers."""

import asyncio
import json
from collections import Counter

import httpx

from examples.api.response_model import after, before
from examples.api.response_model.guard import get, undeclared
from examples.api.response_model.models import ACCOUNTS
from examples.api.shop import database
from examples.db.shop.engine import open_session
from examples.harness import demo


def weights(answer: httpx.Response) -> Counter[str]:
    """How many bytes of a list each field takes, its name included."""
    found: Counter[str] = Counter()
    for item in answer.json():
        for name, value in item.items():
            found[name] += len(json.dumps({name: value}, separators=(",", ":"))) - 1
    return found


if __name__ == "__main__":
    print("no model:", *undeclared(before.app), *undeclared(after.app))
    with demo() as bench, open_session(bench.postgres(ACCOUNTS)) as session:
        before.app.dependency_overrides[database.open_session] = lambda: session
        answer = asyncio.run(get(before.app, "/customers?limit=100"))
    print(f"{len(answer.content):6} bytes for 100 customers")
    for name, size in weights(answer).most_common():
        print(f"{size:6} {name}")
