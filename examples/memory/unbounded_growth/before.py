"""Time each request, and keep every duration for the report."""

# --8<-- [start:main]
from collections import defaultdict

SLOW = 500_000

durations: defaultdict[str, list[int]] = defaultdict(list)


def observe(route: str, microseconds: int) -> None:
    durations[route].append(microseconds)


def report() -> dict[str, tuple[int, int, int]]:
    """Requests, microseconds in all, and slow requests, by route."""
    return {
        route: (len(seen), sum(seen), sum(one > SLOW for one in seen))
        for route, seen in durations.items()
    }


# --8<-- [end:main]
if __name__ == "__main__":
    for microseconds in (12_000, 700_000):
        observe("/cart", microseconds)
    print(report())
    #> {'/cart': (2, 712000, 1)}
