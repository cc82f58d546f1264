"""Count requests by path and status."""

# --8<-- [start:main]
from collections import Counter

from examples.memory.unbounded_growth.traffic import Request

requests: Counter[tuple[str, int]] = Counter()


def count(request: Request) -> None:
    requests[request.path, request.status] += 1


def by_status() -> Counter[int]:
    total: Counter[int] = Counter()
    for (_, status), seen in requests.items():
        total[status] += seen
    return total


# --8<-- [end:main]
if __name__ == "__main__":
    for number in range(5_000):
        count(Request("/orders/{id}", f"/orders/{number}", 200))
    print(by_status(), len(requests))
    #> Counter({200: 5000}) 5000
