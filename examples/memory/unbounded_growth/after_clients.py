"""Limit the requests of each client; who has been quiet for a minute is dropped."""

# --8<-- [start:main]
from collections import OrderedDict, deque

LIMIT, WINDOW = 30, 60.0

hits: OrderedDict[str, deque[float]] = OrderedDict()  # by the last hit


def allow(client: str, now: float) -> bool:
    """Whether a client may send one more request, which then counts."""
    while hits and next(iter(hits.values()))[-1] <= now - WINDOW:
        hits.popitem(last=False)
    recent = hits.setdefault(client, deque(maxlen=LIMIT))
    if len(recent) == LIMIT and recent[0] > now - WINDOW:
        return False
    recent.append(now)  # which pushes the oldest out
    hits.move_to_end(client)
    return True


# --8<-- [end:main]
if __name__ == "__main__":
    print([allow("10.0.0.1", 0.1 * turn) for turn in range(31)].count(True))
    #> 30
    for number in range(5_000):
        allow(f"client {number}", 100.0 + number)
    print(len(hits))
    #> 60
