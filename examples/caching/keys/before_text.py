"""Make the key of an answer from how the call's arguments print."""

# --8<-- [start:main]
from hashlib import md5


def key_of(name: str, *args: object, **kwargs: object) -> str:
    """Where all workers keep the answer of such a call."""
    return f"{name}:{md5(f'{args}:{kwargs}'.encode()).hexdigest()}"


# --8<-- [end:main]


class Session:
    """What a framework hands to each request: it prints with its address."""


if __name__ == "__main__":
    from examples.caching.keys.process import processes

    with processes(3) as workers:
        keys = {worker.key("before_text", 7, language="en") for worker in workers}
        print("one question, three workers,", len(keys), "key")
        #> one question, three workers, 1 key
    sessions = [Session() for _ in range(3)]
    keys = {key_of("also-bought", session, 7) for session in sessions}
    print("one question, three requests,", len(keys), "keys")
    #> one question, three requests, 3 keys
    print(key_of("search", {0, 8}) == key_of("search", {8, 0}))  # equal sets
    #> False
    one, other = {"size": "L", "color": "red"}, {"color": "red", "size": "L"}
    print(key_of("search", one) == key_of("search", other))  # equal dictionaries
    #> False
