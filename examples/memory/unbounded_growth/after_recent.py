"""Keep the last twenty errors for the status page."""

# --8<-- [start:main]
from collections import deque

SHOWN = 20

errors: deque[str] = deque(maxlen=SHOWN)


def note(error: str) -> None:
    errors.append(error)


def recent() -> list[str]:
    return list(errors)


# --8<-- [end:main]
if __name__ == "__main__":
    for number in range(5_000):
        note(f"order {number} has no address")
    print(len(recent()), recent()[-1])
    #> 20 order 4999 has no address
    print(len(errors))
    #> 20
