"""Limit the requests of each client; every client that ever came is kept."""

# --8<-- [start:main]
from collections import defaultdict

LIMIT, WINDOW = 30, 60.0

hits: defaultdict[str, list[float]] = defaultdict(list)


def allow(client: str, now: float) -> bool:
    """Whether a client may send one more request, which then counts."""
    recent = [at for at in hits[client] if at > now - WINDOW]
    hits[client] = recent
    if len(recent) >= LIMIT:
        return False
    recent.append(now)
    return True


# --8<-- [end:main]
if __name__ == "__main__":
    print([allow("10.0.0.1", 0.1 * turn) for turn in range(31)].count(True))
    #> 30
    for number in range(5_000):
        allow(f"client {number}", 100.0 + number)
    print(len(hits))
    #> 5001
