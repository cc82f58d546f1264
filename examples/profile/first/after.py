"""Revenue by region and hour, with one line changed: the one that the profile names."""

# --8<-- [start:main]
from collections.abc import Iterable
from datetime import datetime

SERVED = ["north", "east", "south", "west"]


def report(lines: Iterable[str]) -> str:
    """A line for each region and hour with orders."""
    cents: dict[tuple[str, int], int] = {}
    for line in lines:
        time, region, price = line.split(",")
        if region not in SERVED:
            continue
        at = datetime.fromisoformat(time)
        key = (region, at.hour)
        cents[key] = cents.get(key, 0) + int(price)
    text = ""
    for (region, hour), total in sorted(cents.items()):
        text += f"{region} {hour:02} {total / 100:.2f}\n"
    return text


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.profile.first.orders import orders

    print(*report(orders(3)).splitlines(), sep=", ")
    #> east 00 25.57, north 00 240.65, west 00 427.59
