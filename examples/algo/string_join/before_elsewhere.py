"""Add text to a variable of an enclosing function, and to the value of a dictionary."""

from collections.abc import Iterable


def listing_nonlocal(names: Iterable[str]) -> str:
    text = ""

    def add(name: str) -> None:
        nonlocal text
        text += f"- {name}\n"

    for name in names:
        add(name)
    return text


def listing_value(names: Iterable[str]) -> str:
    message = {"text": ""}
    for name in names:
        message["text"] += f"- {name}\n"
    return message["text"]


if __name__ == "__main__":
    print(listing_nonlocal(["Ada", "Bo"]).replace("\n", "|"))
    #> - Ada|- Bo|
    print(listing_value(["Ada", "Bo"]).replace("\n", "|"))
    #> - Ada|- Bo|
