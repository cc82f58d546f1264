"""Collect parts in a list that an enclosing function or a dictionary holds."""

from collections.abc import Iterable


def listing_nonlocal(names: Iterable[str]) -> str:
    parts: list[str] = []

    def add(name: str) -> None:
        parts.append(f"- {name}\n")

    for name in names:
        add(name)
    return "".join(parts)


def listing_value(names: Iterable[str]) -> str:
    message: dict[str, list[str]] = {"text": []}
    for name in names:
        message["text"].append(f"- {name}\n")
    return "".join(message["text"])


if __name__ == "__main__":
    print(listing_nonlocal(["Ada", "Bo"]).replace("\n", "|"))
    #> - Ada|- Bo|
    print(listing_value(["Ada", "Bo"]).replace("\n", "|"))
    #> - Ada|- Bo|
