"""Percentiles of one life of requests: of all durations, and of what is left when their number is bounded."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence

from examples.memory.unbounded_growth.after import BOUNDS
from examples.memory.unbounded_growth.traffic import life

FINE = [round(1_000 * 1.25**step) for step in range(50)]


def percentile(microseconds: Iterable[int], share: int) -> float:
    """Milliseconds that so many in a hundred do not exceed."""
    kept = sorted(microseconds)
    return kept[len(kept) * share // 100] / 1_000


def of_buckets(microseconds: Iterable[int], share: int, bounds: Sequence[int]) -> float:
    """The same of counts by bucket, as if a bucket's durations were spread evenly in it."""
    counts = Counter(bisect_left(bounds, one) for one in microseconds)
    left = counts.total() * share / 100
    for bucket in range(len(bounds)):
        if left < counts[bucket]:
            low = bounds[bucket - 1] if bucket else 0
            return (low + (bounds[bucket] - low) * left / counts[bucket]) / 1_000
        left -= counts[bucket]
    return bounds[-1] / 1_000  # all that is known of it: it is more


def show(microseconds: Sequence[int]) -> None:
    kept: dict[str, Sequence[float]] = {
        "all durations": [percentile(microseconds, share) for share in (50, 99)],
        "8 buckets": [of_buckets(microseconds, share, BOUNDS) for share in (50, 99)],
        "51 buckets": [of_buckets(microseconds, share, FINE) for share in (50, 99)],
        "the last 1,000": [percentile(deque(microseconds, maxlen=1_000), share) for share in (50, 99)],
    }
    for name, (half, most) in kept.items():
        print(f"{name:14} p50 {half:5.1f} ms, p99 {most:6.1f} ms")


def main() -> None:
    microseconds = life(50_000).microseconds
    print("after an incident, in which all was eight times as slow")
    #> after an incident, in which all was eight times as slow
    show(microseconds[:25_000])
    #> all durations  p50  15.0 ms, p99  300.4 ms
    #> 8 buckets      p50  16.9 ms, p99  353.8 ms
    #> 51 buckets     p50  15.0 ms, p99  307.4 ms
    #> the last 1,000 p50 106.5 ms, p99  923.2 ms
    print("as long again after it")
    #> as long again after it
    show(microseconds)
    #> all durations  p50  14.1 ms, p99  214.6 ms
    #> 8 buckets      p50  15.9 ms, p99  235.8 ms
    #> 51 buckets     p50  14.1 ms, p99  217.4 ms
    #> the last 1,000 p50  13.4 ms, p99   84.9 ms


if __name__ == "__main__":
    main()
