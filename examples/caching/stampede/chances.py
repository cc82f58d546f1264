"""How many readers refill around the end of an entry when requests come at random."""

from collections.abc import Iterator
from random import Random
from statistics import mean

from examples.caching.stampede.after_early import is_due

REFILL_S = 1.0
BEGIN_S = 12.0
"""So long before the end the count begins; readers that refill even earlier are rare."""
ENDS = 200


def refills(per_refill: float, random: Random, *, early: bool) -> int:
    """How many readers refill until the first refill is stored.

    Args:
        per_refill: Requests in the time of a refill, on average.
        random: Where chance comes from.
        early: Whether readers may refill before the end.
    """
    begun = 0
    stored_at = float("inf")
    for now in arrivals(per_refill, random):
        if now >= stored_at:
            return begun
        left = BEGIN_S - now
        if left <= 0 or (early and is_due(left, REFILL_S, random.random())):
            begun += 1
            stored_at = min(stored_at, now + REFILL_S)
    raise AssertionError("requests never end")


def arrivals(per_refill: float, random: Random) -> Iterator[float]:
    now = 0.0
    while True:
        now += random.expovariate(per_refill / REFILL_S)
        yield now


def main() -> None:
    random = Random(7)
    for per_refill in (1, 10, 100):
        plain, early = (
            mean(refills(per_refill, random, early=early) for _ in range(ENDS))
            for early in (False, True)
        )
        print(f"requests in a refill's time: {per_refill}, refills {plain:.1f}, early {early:.1f}")
        #> requests in a refill's time: 1, refills 2.1, early 1.9
        #> requests in a refill's time: 10, refills 11.0, early 2.9
        #> requests in a refill's time: 100, refills 100.8, early 2.7


if __name__ == "__main__":
    main()
