"""Make the key of an answer by joining the parts of the question."""


# --8<-- [start:main]
def key_of(name: str, *parts: object) -> str:
    """Where all workers keep the answer of such a call."""
    return ":".join(map(str, [name, *parts]))


# --8<-- [end:main]


if __name__ == "__main__":
    print(key_of("files", "acme", "reports:2026"))
    #> files:acme:reports:2026
    print(key_of("files", "acme:reports", "2026"))  # another customer's
    #> files:acme:reports:2026
    print(key_of("nickname", None) == key_of("nickname", "None"))
    #> True
    print(key_of("nickname", 1) == key_of("nickname", "1"))
    #> True
