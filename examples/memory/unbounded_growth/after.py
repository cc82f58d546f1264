"""Time each request, and keep counts of durations for the report."""

# --8<-- [start:main]
from bisect import bisect_left
from collections import Counter, defaultdict

SLOW = 500_000
BOUNDS = (5_000, 10_000, 25_000, 50_000, 100_000, 250_000, SLOW)

buckets = defaultdict[str, list[int]](lambda: [0] * (len(BOUNDS) + 1))
total: Counter[str] = Counter()


def observe(route: str, microseconds: int) -> None:
    buckets[route][bisect_left(BOUNDS, microseconds)] += 1
    total[route] += microseconds


def report() -> dict[str, tuple[int, int, int]]:
    """Requests, microseconds in all, and slow requests, by route."""
    return {
        route: (sum(in_bucket), total[route], in_bucket[-1])
        for route, in_bucket in buckets.items()
    }


# --8<-- [end:main]
if __name__ == "__main__":
    for microseconds in (12_000, 700_000):
        observe("/cart", microseconds)
    print(report())
    #> {'/cart': (2, 712000, 1)}
