"""Revenue by region and hour, with all changed that looks slow, and nothing that is."""

# --8<-- [start:main]
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

SERVED = frozenset({"north", "east", "south", "west"})


def report(lines: Iterable[str]) -> str:
    """A line for each region and hour with orders."""
    cents: Counter[tuple[str, int]] = Counter()
    for line in lines:
        time, region, price = line.split(",")
        if region not in SERVED:
            continue
        at = datetime.strptime(time, "%Y-%m-%d %H:%M:%S")
        cents[region, at.hour] += int(price)
    return "".join(
        f"{region} {hour:02} {total / 100:.2f}\n"
        for (region, hour), total in sorted(cents.items())
    )


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.profile.first.orders import orders

    print(*report(orders(3)).splitlines(), sep=", ")
    #> east 00 25.57, north 00 240.65, west 00 427.59
