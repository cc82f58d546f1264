"""Where a list is right: a job that times its steps, reports once, and ends."""

from collections import Counter
from collections.abc import Iterable


def p99_kept(microseconds: Iterable[int]) -> int:
    """Milliseconds that one step in a hundred exceeds, of all durations."""
    kept = sorted(microseconds)
    return kept[len(kept) * 99 // 100] // 1_000


def p99_counted(microseconds: Iterable[int]) -> int:
    """The same, of a count for each millisecond."""
    counts: Counter[int] = Counter()
    for one in microseconds:
        counts[one // 1_000] += 1
    wanted = counts.total() * 99 // 100
    for millisecond in sorted(counts):
        wanted -= counts[millisecond]
        if wanted < 0:
            return millisecond
    raise IndexError("no durations")


if __name__ == "__main__":
    steps = [1_000 * step for step in range(1_000)]
    print(p99_kept(steps), p99_counted(steps))
    #> 990 990
