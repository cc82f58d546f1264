"""Where joining gains little or loses: a local variable, and a handful of parts."""

from collections.abc import Iterable

Rows = Iterable[tuple[str, str]]


def listing_local(names: Iterable[str]) -> str:
    text = ""
    for name in names:
        text += f"- {name}\n"
    return text


def listing_join(names: Iterable[str]) -> str:
    return "".join([f"- {name}\n" for name in names])


def labels_fstring(rows: Rows) -> list[str]:
    return [f"{first} {last} <{first}@example.org>" for first, last in rows]


def labels_join(rows: Rows) -> list[str]:
    return [
        "".join([first, " ", last, " <", first, "@example.org>"])
        for first, last in rows
    ]


if __name__ == "__main__":
    print(listing_local(["Ada", "Bo"]) == listing_join(["Ada", "Bo"]))
    #> True
    print(labels_fstring([("Ada", "Byron")]) == labels_join([("Ada", "Byron")]))
    #> True
